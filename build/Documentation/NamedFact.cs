namespace Dom0Iptables.Documentation;

/// <summary>Something with a name, for the manual page and the reference.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it is or does, without a full stop.</param>
public sealed record NamedFact(string Name, string Meaning);
