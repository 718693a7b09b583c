using System.Collections.Immutable;

namespace Dom0Iptables.CommandLine;

/// <summary>One task, as whoever asks for it sees it.</summary>
/// <param name="Name">Its name ("Make").</param>
/// <param name="Description">What it does, in one sentence without its full stop.</param>
/// <param name="Example">A command line that runs it, without "./build.sh".</param>
/// <param name="DependsOn">The names of the tasks that it has run before itself.</param>
public sealed record TaskEntry(string Name, string Description, string Example, ImmutableArray<string> DependsOn);
