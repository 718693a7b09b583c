using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Machine;

/// <summary>Sees to it that the machine has what the tasks of a run need, before the first of them begins.</summary>
/// <param name="reporter">Told what is installed.</param>
/// <param name="log">The log of apt's output.</param>
public sealed class Provisioning(IReporter reporter, string log)
{
    private const string Step = "Provisioning";

    /// <summary>What of the requirements the machine lacks.</summary>
    public static async Task<ImmutableArray<Requirement>> MissingAsync(IEnumerable<Requirement> requirements, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(requirements.Select(async requirement => (requirement, isThere: await requirement.IsThere(cancellationToken))));
        return [.. answers.Where(answer => !answer.isThere).Select(answer => answer.requirement)];
    }

    /// <summary>Installs what is lacking, where that is allowed and can be done; else names it and stops.</summary>
    /// <param name="requirements">What is needed.</param>
    /// <param name="mayInstall">Whether anything may be installed: asked for, as root, and with apt.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">Something is lacking and was not, or could not be, installed (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task EnsureAsync(ImmutableArray<Requirement> requirements, bool mayInstall, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(requirements, cancellationToken);
        if (missing.Length == 0)
        {
            return;
        }

        if (!mayInstall)
        {
            throw Lacking(missing, null);
        }

        var packages = missing.SelectMany(requirement => requirement.DebianPackage.Split(' ')).Distinct(StringComparer.Ordinal).ToImmutableArray();
        reporter.Line($"This machine lacks {Names(missing)}. Installing by apt-get: {string.Join(' ', packages)}");
        var outcome = await InstallAsync(packages, cancellationToken);
        if (!outcome.Succeeded)
        {
            // A machine that has never asked its mirror knows no package; one that asked long ago knows the wrong ones.
            reporter.Detail("apt-get does not have them; asking the mirror for its lists");
            await AptGetAsync(["update"], cancellationToken);
            outcome = await InstallAsync(packages, cancellationToken);
        }

        var still = await MissingAsync(missing, cancellationToken);
        if (still.Length > 0)
        {
            throw Lacking(still, outcome);
        }
    }

    private Task<ProcessOutcome> InstallAsync(ImmutableArray<string> packages, CancellationToken cancellationToken) =>
        AptGetAsync(["install", "--yes", "--no-install-recommends", .. packages], cancellationToken);

    private Task<ProcessOutcome> AptGetAsync(ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        ProcessRunner.LogAsync(Step, Apt(arguments), log, null, line => reporter.Progress(line), cancellationToken);

    private static Command Apt(ImmutableArray<string> arguments) =>
        new("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", "--option", "DPkg::Lock::Timeout=120", .. arguments]) { OutlivesPipeline = true };

    private PipelineException Lacking(ImmutableArray<Requirement> missing, ProcessOutcome? attempt)
    {
        var debian = string.Join(' ', missing.Select(requirement => requirement.DebianPackage).Distinct(StringComparer.Ordinal));
        var fedora = string.Join(' ', missing.Select(requirement => requirement.FedoraPackage).Distinct(StringComparer.Ordinal));
        return new PipelineException(
            ExitCode.MissingTool,
            Step,
            $"this machine lacks {Names(missing)}{(attempt is null ? "" : ", and apt-get could not install it")}",
            $"install it as root, then run again{Environment.NewLine}    Debian, Ubuntu: apt-get install {debian}{Environment.NewLine}    Fedora, CentOS: dnf install {fedora}",
            attempt is null ? null : Apt(["install", "--yes", "--no-install-recommends", .. debian.Split(' ')]).ToString(),
            attempt?.ExitCode,
            attempt is null ? null : log);
    }

    private static string Names(ImmutableArray<Requirement> missing) => string.Join(", ", missing.Select(requirement => requirement.Name));
}
