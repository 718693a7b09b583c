using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Packaging;

/// <summary>Runs rpmbuild so that its packages are ones that the platform's rpm reads, and the same ones everywhere.</summary>
/// <param name="platform">What is packed for.</param>
/// <param name="logs">The logs.</param>
public sealed class RpmbuildRun(Platform platform, StepLogs logs)
{
    /// <summary>What sets a macro to a value, as it is.</summary>
    public static ImmutableArray<string> Define(string macro, string value) => ["--define", $"{macro} {RpmSpec.Literal(value)}"];

    /// <summary>Runs it to its end; what it says goes behind what the step's log has already.</summary>
    /// <param name="step">The step.</param>
    /// <param name="top">The folder it works in.</param>
    /// <param name="sandbox">Where it is run.</param>
    /// <param name="spec">The project's spec, for whoever has to mend it.</param>
    /// <param name="arguments">What it is told beside, in paths as it sees them.</param>
    /// <param name="mounts">What it sees of the workspace beside that folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">It failed (<see cref="ExitCode.Packaging"/>; <see cref="ExitCode.Storage"/> where the disk is why).</exception>
    public async Task RunAsync(string step, string top, BuildSandbox sandbox, string spec, ImmutableArray<string> arguments, ImmutableArray<SandboxMount> mounts, CancellationToken cancellationToken)
    {
        var log = logs.Of(step);
        var command = sandbox.In(top, new Command("rpmbuild",
        [
            // The same inputs give the same bytes: neither this machine's name nor its clock goes into a package.
            // https://reproducible-builds.org/docs/source-date-epoch/; the macros are rpm's own, since 4.14.
            .. Define("_buildhost", "reproducible"),
            .. Define("use_source_date_epoch_as_buildtime", "1"),
            .. Define("clamp_mtime_to_source_date_epoch", "1"),
            .. Define("source_date_epoch_from_changelog", "0"),

            // A source package bears the spec with its macros expanded, and so the number of this machine's processors.
            .. Define("_smp_build_ncpus", "1"),

            // A source package would bear the name of the user who made it.
            .. Define("_srcdefattr", "(-,root,root)"),
            .. platform.RpmMacros.SelectMany(macro => ImmutableArray.Create("--define", macro)),
            .. platform.Architecture is null ? [] : ImmutableArray.Create("--target", platform.Architecture),
            .. arguments,
        ]), mounts);
        var outcome = await sandbox.LogAsync(step, command, log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            if (StorageFault.Of(top, log) is { } fault)
            {
                throw new PipelineException(ExitCode.Storage, step, fault, "make room, or make the place writable, and run the same command again: it goes on from here", command.Shown, outcome.ExitCode, log);
            }

            var error = File.ReadLines(log).FirstOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal));
            throw new PipelineException(
                ExitCode.Packaging,
                step,
                error is null ? "rpmbuild failed" : $"rpmbuild failed: {error["error:".Length..].Trim()}",
                $"see the log; the spec is {spec}",
                command.Shown,
                outcome.ExitCode,
                log);
        }
    }
}
