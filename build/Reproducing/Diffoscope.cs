using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Reproducing;

/// <summary>Has diffoscope (https://diffoscope.org), where it is installed, look into what differs, down to the instruction.</summary>
public static class Diffoscope
{
    private const string Program = "diffoscope";

    // It takes apart all that it knows to take apart, for as long as that takes.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Writes its report of each artifact that differs.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="artifacts">The artifacts.</param>
    /// <param name="reference">The folder of the first build.</param>
    /// <param name="other">The folder of the second.</param>
    /// <param name="folder">Where the reports go.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="reporter">Told where they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task ExplainAsync(string step, ImmutableArray<ArtifactVerdict> artifacts, string reference, string other, string folder, string prefix, BuildEnvironment environment, IReporter reporter, CancellationToken cancellationToken)
    {
        var differing = artifacts.Where(artifact => artifact.Outcome == ArtifactOutcome.Differs && Path.GetExtension(artifact.File) is ".rpm" or ".bz2").ToImmutableArray();
        if (differing.IsEmpty || ProcessRunner.FindOnPath(Program, environment.Variables["PATH"]) is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var artifact in differing)
        {
            // It reads what may be anybody's, with a hundred programs: it does so behind walls.
            var report = Path.Combine(folder, $"{prefix}{artifact.File}.txt");
            var explain = Sandbox.OnThisMachine(folder, Command.Of(Program, "--text", report, Path.Combine(reference, artifact.File), Path.Combine(other, artifact.File)));
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limited.CancelAfter(Limit);
            try
            {
                await ProcessRunner.CaptureAsync(step, environment.In(folder, explain), limited.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                reporter.Warning($"{Program} was not done with {artifact.File} after {Limit.TotalMinutes:0} minutes");
            }

            if (File.Exists(report))
            {
                reporter.Line($"{step}: {Program} on {artifact.File}: {report}");
            }
        }
    }
}
