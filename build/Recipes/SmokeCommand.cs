using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>A command that loads plugins.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Alone">The command of each of the plugins alone.</param>
public sealed record SmokeCommand(ImmutableArray<string> Words, ImmutableArray<ImmutableArray<string>> Alone);
