using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>One build more, and how its artifacts compare.</summary>
/// <param name="Name">What it is called ("a day later").</param>
/// <param name="Conditions">What it saw of its conditions.</param>
/// <param name="Artifacts">Each artifact's verdict.</param>
public sealed record ReproductionRound(string Name, ImmutableSortedDictionary<string, string> Conditions, ImmutableArray<ArtifactVerdict> Artifacts);
