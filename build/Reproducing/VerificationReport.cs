using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>verification.json: somebody's artifacts, built again, and how they compare.</summary>
/// <param name="Given">Their folder.</param>
/// <param name="Recipe">What was built.</param>
/// <param name="Platform">What it was built for.</param>
/// <param name="From">What it was built from: "the source package", or "the manifest".</param>
/// <param name="Foreign">What of that source is not this project's own.</param>
/// <param name="OtherTools">The programs that made the given artifacts and have another version here.</param>
/// <param name="Artifacts">Each artifact's verdict.</param>
/// <param name="NotCompared">Files of the folder that no build gives, such as signatures.</param>
public sealed record VerificationReport(
    string Given,
    string Recipe,
    string Platform,
    string From,
    ImmutableArray<string> Foreign,
    ImmutableArray<string> OtherTools,
    ImmutableArray<ArtifactVerdict> Artifacts,
    ImmutableArray<string> NotCompared)
{
    /// <summary>The report's name in the workspace.</summary>
    public const string FileName = "verification.json";

    /// <summary>The artifacts that were there to be compared.</summary>
    public IEnumerable<ArtifactVerdict> Compared => Artifacts.Where(artifact => artifact.Outcome != ArtifactOutcome.Missing);

    /// <summary>Whether there is a package, and all that is there is what the source gives.</summary>
    public bool IsSame => Compared.Any(artifact => Path.GetExtension(artifact.File) == ".rpm") && Compared.All(artifact => artifact.IsSame);
}
