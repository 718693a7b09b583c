using System.Collections.Immutable;
using Dom0Iptables.Reporting;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reproducing;

/// <summary>Shows to people what was built again, and how it compares.</summary>
public static class ReproductionTable
{
    private const int ShownDifferences = 8;

    /// <summary>The lines: the conditions, the artifacts, and where they differ.</summary>
    public static IEnumerable<string> Of(ReproductionReport report, int width) =>
    [
        .. TextTable.Of(
            width,
            ["condition", "here", .. report.Rounds.Select(round => round.Name)],
            report.Conditions.Select(condition => (string[])[ condition.Key, condition.Value, .. report.Rounds.Select(round => round.Conditions.GetValueOrDefault(condition.Key, ""))])),
        .. TextTable.Of(
            width,
            ["artifact", .. report.Rounds.Select(round => round.Name)],
            report.Rounds.SelectMany(round => round.Artifacts).Select(artifact => artifact.File).Distinct(StringComparer.Ordinal).Select(file => (string[])[Printable.Name(file), .. report.Rounds.Select(round => Outcome(round.Artifacts.FirstOrDefault(artifact => artifact.File == file)))])),
        $"varied: {report.Conditions.Count - report.NotVaried.Length} conditions{(report.NotVaried.IsEmpty ? "" : $"; not varied: {string.Join(", ", report.NotVaried)}")}",
        .. report.Rounds.SelectMany(round => Differences($"here | {round.Name}", round.Artifacts)),
    ];

    /// <summary>Where artifacts differ.</summary>
    /// <param name="name">What the two builds are called.</param>
    /// <param name="artifacts">The artifacts.</param>
    public static IEnumerable<string> Differences(string name, ImmutableArray<ArtifactVerdict> artifacts)
    {
        foreach (var artifact in artifacts.Where(artifact => artifact.Outcome == ArtifactOutcome.Differs))
        {
            yield return $"{Printable.Name(artifact.File)}, {name}:";
            foreach (var difference in artifact.Differences.Take(ShownDifferences))
            {
                yield return "  " + Printable.Line(difference);
            }

            if (artifact.Differences.Length > ShownDifferences)
            {
                yield return $"  and {artifact.Differences.Length - ShownDifferences} more";
            }
        }
    }

    /// <summary>An outcome in words.</summary>
    public static string Outcome(ArtifactVerdict? artifact) => artifact?.Outcome switch
    {
        ArtifactOutcome.Same => "same bytes",
        ArtifactOutcome.SameButSigned => "same bytes but for the signature",
        ArtifactOutcome.Differs => "DIFFERS",
        ArtifactOutcome.Missing => "missing",
        ArtifactOutcome.Unknown => "UNKNOWN",
        _ => "",
    };
}
