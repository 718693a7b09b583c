namespace Dom0Iptables.Journal;

/// <summary>What the operator asked of all steps.</summary>
/// <param name="From">The step that is run again whatever has changed, with those that read what it leaves; or null.</param>
/// <param name="Force">Whether every step is run again.</param>
/// <param name="Limit">How long a step may take.</param>
public sealed record JournalRules(string? From, bool Force, TimeSpan Limit);
