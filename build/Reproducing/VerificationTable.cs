using System.Collections.Immutable;
using Dom0Iptables.Handover;
using Dom0Iptables.Reporting;
using Dom0Iptables.Signing;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reproducing;

/// <summary>Shows to people how somebody's artifacts compare with what their source gives.</summary>
public static class VerificationTable
{
    // What goes with artifacts and no source gives: logs, reports of a run, signatures and keys.
    private static readonly ImmutableHashSet<string> Companions = [.. HandoverFile.OfARun, ArtifactSigner.PublicKeyName, ArtifactSigner.PackageKeyName];

    /// <summary>The lines: the artifacts, where they differ, and what that comes to where they do not.</summary>
    public static IEnumerable<string> Of(VerificationReport report, int width) =>
    [
        .. TextTable.Of(width, ["artifact", "verdict"], report.Artifacts.Select(artifact => (string[])[Printable.Name(artifact.File), artifact.Outcome == ArtifactOutcome.Missing ? "not there to be compared" : ReproductionTable.Outcome(artifact)])),
        .. ReproductionTable.Differences("what the source gives | given", report.Artifacts),
        .. report.IsSame
            ? [$"{Verification.Step}: {report.Compared.Count()} artifacts are what their source gives{(report.Compared.Any(artifact => artifact.Outcome == ArtifactOutcome.SameButSigned) ? "; who signed them is for gpgv to say" : "")}"]
            : ImmutableArray<string>.Empty,
    ];

    /// <summary>A sentence on the files that no build gives and that do not belong to artifacts either; null where there are none.</summary>
    public static string? NotLookedAt(VerificationReport report)
    {
        var others = report.NotCompared.Where(file => !Companions.Contains(file) && !file.EndsWith(ArtifactSigner.SignatureSuffix, StringComparison.Ordinal)).ToList();
        return others.Count == 0 ? null : $"Not looked at, for no build gives it: {string.Join(", ", others.Select(Printable.Name))}";
    }
}
