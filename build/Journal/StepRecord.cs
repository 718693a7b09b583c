using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Journal;

/// <summary>What the journal keeps of a step that was done.</summary>
/// <param name="Inputs">What it read: names and fingerprints.</param>
/// <param name="Outputs">The files and folders it wrote, relative to the journal's folder.</param>
/// <param name="Output">The fingerprint of all it wrote.</param>
/// <param name="Started">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Processes">The processes that took longest of it.</param>
public sealed record StepRecord(ImmutableSortedDictionary<string, string> Inputs, ImmutableArray<string> Outputs, string Output, DateTimeOffset Started, TimeSpan Duration, ImmutableArray<ProcessTime> Processes);
