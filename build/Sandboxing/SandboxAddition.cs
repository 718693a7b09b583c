using System.Collections.Immutable;

namespace Dom0Iptables.Sandboxing;

/// <summary>What the programs of a sandbox have beside what every build has.</summary>
/// <param name="Mounts">What they see.</param>
/// <param name="Variables">What is set in their environment.</param>
/// <param name="FirstOnPath">A folder, as they see it, in which programs are looked for first.</param>
/// <param name="HasNetwork">Whether they have the machine's network.</param>
public sealed record SandboxAddition(ImmutableArray<SandboxMount> Mounts, ImmutableSortedDictionary<string, string> Variables, string FirstOnPath, bool HasNetwork)
{
    /// <summary>An environment with what is added to it.</summary>
    public ImmutableSortedDictionary<string, string> AddedTo(ImmutableSortedDictionary<string, string> variables) =>
        variables.SetItems(Variables).SetItem("PATH", $"{FirstOnPath}:{variables["PATH"]}");
}
