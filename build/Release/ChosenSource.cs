using Dom0Iptables.Sources;

namespace Dom0Iptables.Release;

/// <summary>What Fetch came home with.</summary>
/// <param name="Recipe">The recipe that is built: the one asked for, or its fallback.</param>
/// <param name="Source">Its archive, whole and verified.</param>
public sealed record ChosenSource(string Recipe, FetchedSource Source);
