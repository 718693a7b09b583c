using System.Collections.Immutable;

namespace Dom0Iptables.Journal;

/// <summary>One step of the way from source to package.</summary>
/// <param name="Name">Its task's name ("Make").</param>
/// <param name="After">The steps whose results it reads.</param>
/// <param name="Inputs">What else its result depends on: each thing's name and its fingerprint or plain value.</param>
/// <param name="Outputs">The files and folders it leaves, each whole or not there.</param>
/// <param name="Log">Its log, for whoever has to find out why it took too long.</param>
/// <param name="Work">Does it.</param>
public sealed record PipelineStep(
    string Name,
    ImmutableArray<string> After,
    ImmutableSortedDictionary<string, string> Inputs,
    ImmutableArray<string> Outputs,
    string Log,
    Func<CancellationToken, Task> Work);
