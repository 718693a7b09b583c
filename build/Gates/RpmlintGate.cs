using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Gates;

/// <summary>rpmlint has nothing to say that its filter file does not answer with a reason.</summary>
public sealed partial class RpmlintGate : IGate
{
    /// <inheritdoc/>
    public string Name => "rpmlint";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Platform.Limits.Rpmlint is not { } configuration)
        {
            return GateVerdict.Unchecked(Name, "the platform names no filter file");
        }

        // Without the first of these it would read the machine's and the user's own configuration as well.
        var environment = subject.Environment.Variables.SetItem("CONFIG_DISABLE_AUTOLOADING", "1").SetItem("LC_ALL", "C.UTF-8");
        var command = subject.Environment.In(subject.Scratch, new Command("rpmlint", ["--config", configuration, .. subject.Packages.Select(package => package.Rpm.Path)])) with { Environment = environment };
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, command, cancellationToken);
        var summary = SummaryPattern().Match(outcome.StandardOutput);
        if (!summary.Success)
        {
            return new GateVerdict(Name, "", "", [new GateFinding("rpmlint", $"did not come to an end: {outcome.StandardError.Trim()}", $"run it yourself: {command}")]);
        }

        var errors = ErrorPattern().Matches(outcome.StandardOutput)
            .Select(match => new GateFinding(match.Groups[1].Value, match.Groups[2].Value.Trim(), "mend it, or answer it in the filter file with the reason"))
            .ToImmutableArray();
        return new GateVerdict(Name, summary.Value.Trim(), Path.GetFileName(configuration), errors);
    }

    [GeneratedRegex(@"^(\S+): E: (.+)$", RegexOptions.Multiline)]
    private static partial Regex ErrorPattern();

    [GeneratedRegex(@"\d+ errors, \d+ warnings")]
    private static partial Regex SummaryPattern();
}
