using Dom0Iptables.Machine;

namespace Dom0Iptables.Tests.Real;

/// <summary>
/// What the optimiser of today may have broken in silence in code of 2010: the pipeline's own build and one without the
/// optimiser, with sanitizers, must take and refuse the same rules with the same words, list and save the same.
/// </summary>
[Category("Real")]
[TestFixture("iptables-1.8.9")]
[TestFixture("iptables-1.4.8")]
internal sealed class RuleCorpusTests(string recipe)
{
    private readonly IReadOnlyList<RuleCorpusCase> corpus = RuleCorpus.Read();
    private RealBuild build = null!;
    private string tree = null!;
    private RuleCorpusRoot built = null!;
    private RuleCorpusRoot reference = null!;
    private IReadOnlyDictionary<int, RuleCorpusAnswer> ofBuilt = null!;
    private IReadOnlyDictionary<int, RuleCorpusAnswer> ofReference = null!;

    private string Version => recipe["iptables-".Length..];

    private IEnumerable<RuleCorpusCase> Compared => corpus.Where(one => !one.KnownFaults.ContainsKey(Version));

    private IEnumerable<RuleCorpusCase> Rules => corpus.Where(one => !one.IsScript);

    [OneTimeSetUp]
    public void RunTheCorpus()
    {
        if (!Posix.IsRoot)
        {
            Assert.Ignore("chroot and a network of its own need root");
        }

        build = RealBuild.Of(recipe, "native");
        tree = RuleCorpusReference.Build(Directory.EnumerateFiles(build.Artifacts, "*.tar.bz2").Single(), build.Of("reference"));
        built = new RuleCorpusRoot(build.Of("built-root"), root => root.Rpm($"-i --nodeps {build.Package} 2>/dev/null"));
        reference = new RuleCorpusRoot(build.Of("reference-root"), root => RuleCorpusReference.Install(tree, root));
        (ofBuilt, ofReference) = Run(corpus);
    }

    [OneTimeTearDown]
    public void Remove() => build?.Dispose();

    [Test]
    public void The_optimised_build_answers_as_the_one_without_optimiser()
    {
        var differing = Compared.Where(one => ofBuilt[one.Number] != ofReference[one.Number]).Select(one => $"{one}\n--- optimised\n{ofBuilt[one.Number].Text}\n--- reference\n{ofReference[one.Number].Text}");

        Assert.That(string.Join("\n\n", differing), Is.Empty);
    }

    [Test]
    public void Neither_build_reads_or_writes_what_it_may_not()
    {
        var faults = Compared.SelectMany(one => ofBuilt[one.Number].Faults.Concat(ofReference[one.Number].Faults).Select(fault => $"{one}\n    {fault}"));

        Assert.That(string.Join('\n', faults), Is.Empty);
    }

    [Test]
    public void Each_rule_is_taken_or_refused_and_saved_as_the_corpus_says()
    {
        var others = new List<string>();
        foreach (var rule in Rules.Where(rule => rule.ExpectedOf(Version) is not null))
        {
            var (expected, answer) = (rule.ExpectedOf(Version)!, ofBuilt[rule.Number]);
            var isAsSaid = expected.Saved is null ? !answer.IsAccepted : answer.IsUnknownToRelease || answer.IsRefusedByKernel || (answer.IsAccepted && answer.Saved.SequenceEqual(expected.Saved));
            if (!isAsSaid)
            {
                others.Add($"{rule}\n    expected {(expected.Saved is null ? "that it is refused" : string.Join('\n', expected.Saved))}\n    was {answer.Text}");
            }
        }

        Assert.That(string.Join("\n\n", others), Is.Empty);
    }

    [Test]
    public void Most_of_the_corpus_reaches_the_kernel_and_what_does_not_is_named()
    {
        var answers = Rules.ToDictionary(rule => rule, rule => ofBuilt[rule.Number]);
        var accepted = answers.Count(pair => pair.Value.IsAccepted);
        var byKernel = answers.Where(pair => pair.Value.IsRefusedByKernel).Select(pair => pair.Key).ToList();
        var unknown = answers.Where(pair => pair.Value.IsUnknownToRelease).Select(pair => pair.Key).ToList();
        var lost = byKernel.Concat(unknown).Where(rule => rule.ExpectedOf(Version)?.Saved is not null).ToList();
        TestContext.Out.WriteLine($"{recipe}: {answers.Count} rules tried, {accepted} accepted, {answers.Count - accepted} refused: {byKernel.Count} by the kernel, {unknown.Count} for want of the extension, the others by the program; {corpus.Count - answers.Count} scripts; {Rules.Count(rule => rule.ExpectedOf(Version) is not null)} rules with a known answer");
        TestContext.Out.WriteLine($"Known faults of the release, not compared ({corpus.Count - Compared.Count()}):\n{string.Join('\n', corpus.Except(Compared).Select(one => $"{one}: {one.KnownFaults[Version]}"))}");
        TestContext.Out.WriteLine($"Not tried as they were meant, because this kernel or this release lacks the extension ({lost.Count}):\n{string.Join('\n', lost)}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Has.Count.GreaterThan(1300));
            Assert.That(accepted, Is.GreaterThan(650));
            Assert.That(answers.Count - accepted, Is.GreaterThan(400));
            Assert.That(lost, Has.Count.LessThan(60));
        }
    }

    [Test]
    public void What_was_saved_is_restored_and_saved_the_same()
    {
        // All rules of a table in one file, as after a "service iptables save"; a rule that is written twice is one.
        var files = Rules.Where(rule => rule.IsRestorableBy(Version) && ofBuilt[rule.Number].IsAccepted && ofBuilt[rule.Number].Saved.Count > 0).GroupBy(rule => (rule.Family, rule.Table)).Select((group, index) =>
        {
            var (restore, save) = group.Key.Family == "ip4" ? ("$R", "$S") : ("$R6", "$S6");
            var lines = string.Join('\n', group.SelectMany(rule => ofBuilt[rule.Number].Saved).Distinct());
            return new RuleCorpusCase(index + 1, $"{group.Key}", "", "", $"""
                cat > /tmp/first <<'RULES'
                *{group.Key.Table}
                :corpus - [0:0]
                {lines}
                COMMIT
                RULES
                {restore} < /tmp/first 2> /tmp/said || cat /tmp/said
                {save} -t {group.Key.Table} > /tmp/second
                {restore} < /tmp/second 2> /tmp/said || cat /tmp/said
                {save} -t {group.Key.Table} > /tmp/third
                for file in first second third; do grep '^-A' /tmp/$file | sed 's/ *$//' > /tmp/$file.rules; done

                # The first is in the order of the corpus, a save is in that of the chains.
                for file in first second; do sort /tmp/$file.rules > /tmp/$file.sorted; done
                diff /tmp/first.sorted /tmp/second.sorted && diff /tmp/second.rules /tmp/third.rules && echo the same
                """, []);
        }).ToList();
        var answers = Run(files);

        using (Assert.EnterMultipleScope())
        {
            foreach (var file in files)
            {
                Assert.That(answers.OfBuilt[file.Number].Text, Does.StartWith("the same\n"), file.Place);
                Assert.That(answers.OfReference[file.Number], Is.EqualTo(answers.OfBuilt[file.Number]), file.Place);
            }
        }
    }

    [Test]
    public void Every_option_of_the_manual_pages_occurs_in_the_corpus()
    {
        if (recipe != "iptables-1.4.8")
        {
            Assert.Ignore("the corpus is written from the manual pages of 1.4.8");
        }

        var words = corpus.SelectMany(one => one.Text.Split([' ', '\n', '"'])).ToHashSet(StringComparer.Ordinal);
        var missing = RuleCorpusManual.OptionsOf(tree).Where(option => !words.Contains(option.Name)).ToList();

        Assert.That(missing, Is.Empty);
    }

    private (IReadOnlyDictionary<int, RuleCorpusAnswer> OfBuilt, IReadOnlyDictionary<int, RuleCorpusAnswer> OfReference) Run(IReadOnlyList<RuleCorpusCase> cases)
    {
        // The sanitizers take three times as long: their cases are shared out. Scripts use files of one root, and stay together.
        var name = $"cases-{Guid.NewGuid():N}";
        var half = cases.Count / 2;
        var (first, second) = (cases.Where((one, index) => one.IsScript || index < half).ToList(), cases.Where((one, index) => !one.IsScript && index >= half).ToList());
        IReadOnlyDictionary<int, RuleCorpusAnswer>[] answers = [null!, null!, null!];
        Parallel.Invoke(
            () => answers[0] = built.Run(name, cases),
            () => answers[1] = reference.Run($"{name}-1", first),
            () => answers[2] = reference.Run($"{name}-2", second));
        return (answers[0], answers[1].Concat(answers[2]).ToDictionary());
    }
}
