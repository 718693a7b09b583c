namespace Dom0Iptables.Tests.Frosting;

/// <summary>What the sample tasks and lifetimes did, in order. They get it through their constructors.</summary>
internal sealed class Journal
{
    public List<string> Entries { get; } = [];

    public void Add(string entry) => Entries.Add(entry);
}
