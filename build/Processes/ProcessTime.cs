namespace Dom0Iptables.Processes;

/// <summary>When a process ran.</summary>
/// <param name="Program">What ran, without the walls it ran behind ("make").</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="ProcessorSeconds">The processor time that it took with all that it started, as it was last seen, up to a fifth of a second before its end; null where nobody looked before that.</param>
public sealed record ProcessTime(string Program, DateTimeOffset Started, double Seconds, int ExitCode, double? ProcessorSeconds);
