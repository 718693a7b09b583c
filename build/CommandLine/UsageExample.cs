namespace Dom0Iptables.CommandLine;

/// <summary>A command line that is worth knowing.</summary>
/// <param name="Arguments">What follows "./build.sh".</param>
/// <param name="Meaning">What it is for.</param>
public sealed record UsageExample(string Arguments, string Meaning);
