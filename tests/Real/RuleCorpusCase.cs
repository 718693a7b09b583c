namespace Dom0Iptables.Tests.Real;

/// <summary>One rule, or one script, of the corpus.</summary>
/// <param name="Number">Its place in the whole corpus, from 1.</param>
/// <param name="Place">File and line it stands in.</param>
/// <param name="Family">ip4 or ip6; empty for a script.</param>
/// <param name="Table">The table the rule is for; empty for a script.</param>
/// <param name="Text">The rule, or the whole script, with its repetitions written out.</param>
/// <param name="Expectations">What the corpus says must come of it: by release, or by "" for all.</param>
internal sealed record RuleCorpusCase(int Number, string Place, string Family, string Table, string Text, IReadOnlyList<RuleCorpusExpectation> Expectations)
{
    /// <summary>The line of the rule in what iptables-restore is given; before it stand the table, -F, -X and a chain.</summary>
    public const int LineOfRule = 5;

    /// <summary>Why what is saved of it cannot be restored, by release ("" for all): the rule makes no sense, or the release has an error.</summary>
    public IReadOnlyDictionary<string, string> Unrestorable { get; init; } = new Dictionary<string, string>();

    /// <summary>What a release, by its version, is known to do wrong with it in its own memory: not compared there.</summary>
    public IReadOnlyDictionary<string, string> KnownFaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is a script and not a rule.</summary>
    public bool IsScript => Family.Length == 0;

    /// <summary>What its files are called.</summary>
    public string Name => $"{Number:D4}";

    /// <summary>
    /// The input of iptables-restore: the rule is added, deleted by its own text, added again, committed and listed,
    /// which is every way that a rule goes through an extension but the save.
    /// </summary>
    public string Input
    {
        get
        {
            var again = Text.StartsWith("-A ", StringComparison.Ordinal) ? $"-D {Text[3..]}\n{Text}\n" : "";
            return $"*{Table}\n-F\n-X\n:corpus - [0:0]\n{Text}\n{again}COMMIT\n*{Table}\n-nvL\nCOMMIT\n";
        }
    }

    /// <summary>What must come of it with this release, if the corpus knows.</summary>
    public RuleCorpusExpectation? ExpectedOf(string version) => Expectations.FirstOrDefault(expectation => expectation.Version == version) ?? Expectations.FirstOrDefault(expectation => expectation.Version.Length == 0);

    /// <summary>Whether a save of it by this release can be restored.</summary>
    public bool IsRestorableBy(string version) => !Unrestorable.ContainsKey(version) && !Unrestorable.ContainsKey("") && !KnownFaults.ContainsKey(version);

    public override string ToString() => IsScript ? $"{Place} (script)" : $"{Place} ({Family} {Table}): {(Text.Length > 200 ? Text[..200] + "…" : Text)}";
}
