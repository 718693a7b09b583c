namespace Dom0Iptables.Rehearsal;

/// <summary>One thing that a rehearsal looked at.</summary>
/// <param name="Row">The row of the procedure that it belongs to ("S17"), or "-".</param>
/// <param name="What">What was looked at.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Seen">What was seen.</param>
public sealed record RehearsalCheck(string Row, string What, CheckResult Result, string Seen);
