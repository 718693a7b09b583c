namespace Dom0Iptables.Tests.Real;

/// <summary>What must come of a rule: that it is refused, or what iptables-save must print of it.</summary>
/// <param name="Version">The release this is true of; empty for every one.</param>
/// <param name="Saved">The lines of the save, or null where the rule must be refused.</param>
internal sealed record RuleCorpusExpectation(string Version, IReadOnlyList<string>? Saved);
