using Dom0Iptables.Reproducing;

namespace Dom0Iptables.Tests.Reproducing;

/// <summary>Where two files or trees part is told so that a person finds the place.</summary>
public sealed class DifferenceTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("a\nb\n", "a\nb\n", ".txt", "")]
    [TestCase("a\nb\n", "a\nc\n", ".txt", "line 2: b | c")]
    [TestCase("a\n", "a\nb\n", ".txt", "line 2:  | b")]
    [TestCase("a", "a\nb", ".txt", "line 2: (ends) | b")]
    [TestCase("a\0b", "a\0c", ".bin", "byte 2: 0x62 | 0x63 (of 3 | 3)")]
    [TestCase("a\0b", "a\0", ".bin", "byte 2: 0x62 | (ends) (of 3 | 2)")]
    [TestCase("""{"a":1,"b":[1,2]}""", """{"a":1,"b":[1,3]}""", ".json", "b[1]: 2 | 3")]
    [TestCase("""{"a":1}""", """{"b":{"c":null}}""", ".json", """a: 1 | (nothing);b: (nothing) | {"c":null}""")]
    [TestCase("""{"a":1}""", """{ "a":1}""", ".json", """line 1: {"a":1} | { "a":1}""")]
    [TestCase("""{"a":1}""", "no JSON", ".json", """line 1: {"a":1} | no JSON""")]
    public void Two_files_part_at(string one, string other, string extension, string expected)
    {
        File.WriteAllText(folder.Of("one" + extension), one);
        File.WriteAllText(folder.Of("other" + extension), other);

        Assert.That(string.Join(';', ContentDifference.Of(folder.Of("one" + extension), folder.Of("other" + extension))), Is.EqualTo(expected));
    }

    [Test]
    public void Two_trees_part_in_names_kinds_modes_times_links_and_bytes()
    {
        foreach (var top in new[] { "one", "other" })
        {
            Acceptance.Shell.Run(folder.Path, $"mkdir -p {top}/folder {top}/kind && cd {top} && echo same > folder/same && echo {top} > folder/bytes && echo x > mode && echo x > time && ln -s {top} link && ln -s same folder/same-link && ln -s /etc outside && find . -exec touch -h -d @1000000000 {{}} + ");
        }

        Acceptance.Shell.Run(folder.Path, "chmod 600 other/mode; touch -d @1000000001 other/time; rmdir other/kind; ln -s /etc other/kind; echo x > one/lost; touch -h -d @1000000000 other other/kind one one/lost");

        Assert.That(TreeDifferences.Of(folder.Of("one"), folder.Of("other")), Is.EqualTo((string[])[
            "folder/bytes: line 1: one | other",
            "kind: folder, mode 755, of 2001-09-09 01:46:40 | link to /etc",
            "link: link to one | link to other",
            "lost: only in the first",
            "mode: file, mode 644, of 2001-09-09 01:46:40 | file, mode 600, of 2001-09-09 01:46:40",
            "time: file, mode 644, of 2001-09-09 01:46:40 | file, mode 644, of 2001-09-09 01:46:41",
        ]));
    }

    [Test]
    public void Files_that_are_other_ones_are_named_whatever_their_modes_and_times()
    {
        Acceptance.Shell.Run(folder.Path, "mkdir one other && echo same > one/same && echo same > other/same && chmod 600 one/same && touch -d @1 one/same && echo a > one/changed && echo b > other/changed && echo x > other/new && ln -s a one/link && ln -s b other/link");

        Assert.That(TreeDifferences.FilesOf(folder.Of("one"), folder.Of("other")), Is.EqualTo((string[])["changed", "link", "new"]));
    }

    [Test]
    public void A_build_is_ordered_again_with_all_that_was_said_of_it()
    {
        var order = new RebuildOrder("r", "p", "/a.tar", "ab", "https://example.org/a.sig", "/k.gpg", "-O1", "", "100521", null, AllowsFallback: true, IsConfined: false, TimeSpan.FromMinutes(2));

        Assert.That(order.Arguments(7), Is.EqualTo((string[])["--target=Assemble", "--no-install", "--launcher=none", "--recipe=r", "--platform=p", "--stamp=100521", "--timeout=120s", "--cflags=-O1", "--cxxflags=", "--source=/a.tar", "--source-sha256=ab", "--signature=https://example.org/a.sig", "--keyring=/k.gpg", "--jobs=7", "--allow-fallback", "--no-sandbox"]));
    }

    [Test]
    public void A_build_of_the_recipes_own_archive_needs_no_one_to_vouch_for_it()
    {
        var order = new RebuildOrder("r", "p", "/a.tar", null, null, null, null, null, "100521", null, AllowsFallback: false, IsConfined: true, TimeSpan.FromHours(1));

        Assert.That(order.Arguments(2), Is.EqualTo((string[])["--target=Assemble", "--no-install", "--launcher=none", "--recipe=r", "--platform=p", "--stamp=100521", "--timeout=3600s", "--jobs=2"]));
    }

    [Test]
    public void What_no_round_saw_otherwise_is_named_as_not_varied()
    {
        var here = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("clock", "1").Add("user", "0").Add("host", "a");
        var report = new ReproductionReport("r", "p", here, [new("one", here.SetItem("clock", "2"), []), new("two", here.SetItem("host", "b"), [new("x.rpm", ArtifactOutcome.Differs, ["header, Buildtime: 1 | 2"])])]);

        var lines = ReproductionTable.Of(report, 120).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.NotVaried, Is.EqualTo((string[])["user"]));
            Assert.That(report.IsSame, Is.False);
            Assert.That(lines, Has.Some.EqualTo("varied: 2 conditions; not varied: user"));
            Assert.That(lines[^2..], Is.EqualTo((string[])["x.rpm, here | two:", "  header, Buildtime: 1 | 2"]));
        }
    }
}
