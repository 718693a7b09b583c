using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Handover;

/// <summary>When a step was last run.</summary>
/// <param name="Step">Its task's name ("Make").</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="IsOfThisRun">Whether that was in the run that handed over; else its result was kept from a run before.</param>
/// <param name="Processes">The processes that took longest of it.</param>
public sealed record StepTime(string Step, DateTimeOffset Started, double Seconds, bool IsOfThisRun, ImmutableArray<ProcessTime> Processes);
