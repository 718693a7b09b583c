namespace Dom0Iptables.Reporting;

/// <summary>What there is to be seen of a step at one moment.</summary>
/// <param name="Name">Its task's name ("Make").</param>
/// <param name="State">How far it has come.</param>
/// <param name="Elapsed">How long it has taken so far, or took.</param>
/// <param name="Fraction">How much of it is done, from 0 to 1; null where that cannot be known.</param>
/// <param name="Said">The last thing it said, one line; empty at first.</param>
public sealed record StepStatus(string Name, StepState State, TimeSpan Elapsed, double? Fraction, string Said);
