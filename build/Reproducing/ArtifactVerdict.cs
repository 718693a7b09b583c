using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>How an artifact compares with the same one of another build.</summary>
/// <param name="File">Its name.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Differences">Where they differ, down to the file and the place in it; empty where they do not.</param>
public sealed record ArtifactVerdict(string File, ArtifactOutcome Outcome, ImmutableArray<string> Differences)
{
    /// <summary>Whether it is what the source gives.</summary>
    public bool IsSame => Outcome is ArtifactOutcome.Same or ArtifactOutcome.SameButSigned;
}
