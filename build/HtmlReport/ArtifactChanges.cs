using System.Collections.Immutable;

namespace Dom0Iptables.HtmlReport;

/// <summary>What is other than in the artifacts before.</summary>
/// <param name="HandedOver">When those were handed over; null where they do not say.</param>
/// <param name="Files">The files beside the packages: their size and checksum.</param>
/// <param name="Packages">The packages.</param>
/// <param name="NotCompared">What could not be compared, and why.</param>
public sealed record ArtifactChanges(DateTimeOffset? HandedOver, ImmutableArray<Change> Files, ImmutableArray<PackageChanges> Packages, ImmutableArray<string> NotCompared);
