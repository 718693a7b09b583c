using Dom0Iptables.Journal;

namespace Dom0Iptables.Tests.Journal;

/// <summary>Whatever make could see of a tree changes its fingerprint, and nothing else does.</summary>
internal sealed class FingerprintTests
{
    private static readonly DateTime Then = new(2010, 5, 21, 0, 0, 0, DateTimeKind.Utc);

    private TemporaryFolder temporary = null!;

    private static IEnumerable<TestCaseData> Changes =>
    [
        Change("a byte", tree => Touched(tree, "a", file => File.WriteAllText(file, "two"))),
        Change("an added byte", tree => Touched(tree, "a", file => File.AppendAllText(file, "!"))),
        Change("a time", tree => File.SetLastWriteTimeUtc(Path.Combine(tree, "a"), Then.AddTicks(10))),
        Change("a file's mode", tree => File.SetUnixFileMode(Path.Combine(tree, "a"), UnixFileMode.UserRead | UnixFileMode.UserExecute)),
        Change("a folder's mode", tree => File.SetUnixFileMode(Path.Combine(tree, "sub"), UnixFileMode.UserRead | UnixFileMode.UserExecute)),
        Change("a name", tree => File.Move(Path.Combine(tree, "a"), Path.Combine(tree, "b"))),
        Change("a folder's name", tree => Directory.Move(Path.Combine(tree, "empty"), Path.Combine(tree, "void"))),
        Change("a new empty folder", tree => Directory.CreateDirectory(Path.Combine(tree, "sub", "new"))),
        Change("a removed file", tree => File.Delete(Path.Combine(tree, "sub", "inner"))),
        Change("a link's target", tree => Link(tree, "link", "sub")),
        Change("a dangling link's target", tree => Link(tree, "dangling", "nowhere-else")),
        Change("a link in its file's place", tree => Link(tree, "a", "sub/inner")),
        Change("a file in its folder's place", tree =>
        {
            Directory.Delete(Path.Combine(tree, "empty"));
            File.WriteAllText(Path.Combine(tree, "empty"), "");
        }),
        Change("no tree", tree => Directory.Delete(tree, recursive: true)),
    ];

    [SetUp]
    public void MakeFolder() => temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [TestCaseSource(nameof(Changes))]
    public void A_change_shows(Action<string> change)
    {
        var tree = MakeTree("tree");
        var before = Fingerprint.OfPath(tree);

        change(tree);

        Assert.That(Fingerprint.OfPath(tree), Is.Not.EqualTo(before));
    }

    [Test]
    public void The_same_tree_in_another_place_has_the_same() =>
        Assert.That(Fingerprint.OfPath(MakeTree("one")), Is.EqualTo(Fingerprint.OfPath(MakeTree("another"))));

    [Test]
    public void What_a_link_leads_to_does_not_count()
    {
        var tree = MakeTree("tree");
        temporary.Write("outside", "1");
        Link(tree, "out", "../outside");
        var before = Fingerprint.OfPath(tree);

        temporary.Write("outside", "2");

        Assert.That(Fingerprint.OfPath(tree), Is.EqualTo(before));
    }

    [Test]
    public void A_link_whose_name_and_target_run_together_differs()
    {
        Directory.CreateDirectory(temporary.Of("one"));
        Directory.CreateDirectory(temporary.Of("two"));
        Link(temporary.Of("one"), "a", "b c");
        Link(temporary.Of("two"), "a b", "c");

        Assert.That(Fingerprint.OfPath(temporary.Of("one")), Is.Not.EqualTo(Fingerprint.OfPath(temporary.Of("two"))));
    }

    [Test]
    public void Nothing_has_a_fingerprint_that_an_empty_folder_or_file_has_not()
    {
        Directory.CreateDirectory(temporary.Of("folder"));

        Assert.That(
            (string[])[Fingerprint.OfPath(temporary.Of("none")), Fingerprint.OfPath(temporary.Of("folder")), Fingerprint.OfPath(temporary.Write("file", ""))],
            Is.Unique);
    }

    [Test]
    public void Texts_count_each_for_itself_and_in_order() =>
        Assert.That(
            new[] { Fingerprint.OfTexts(["a", "b"]), Fingerprint.OfTexts(["b", "a"]), Fingerprint.OfTexts(["ab"]), Fingerprint.OfTexts(["a", "b", ""]), Fingerprint.OfTexts([]) },
            Is.Unique);

    [Test]
    public void A_files_own_is_its_sha256() =>
        Assert.That(Fingerprint.OfFile(temporary.Write("abc", "abc")), Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));

    private static TestCaseData Change(string name, Action<string> change) => new TestCaseData(change).SetArgDisplayNames(name);

    private static void Touched(string tree, string name, Action<string> change)
    {
        change(Path.Combine(tree, name));
        File.SetLastWriteTimeUtc(Path.Combine(tree, name), Then);
    }

    private static void Link(string tree, string name, string target)
    {
        File.Delete(Path.Combine(tree, name));
        File.CreateSymbolicLink(Path.Combine(tree, name), target);
    }

    private string MakeTree(string name)
    {
        temporary.Write($"{name}/a", "one");
        temporary.Write($"{name}/sub/inner", "inner");
        Directory.CreateDirectory(temporary.Of(name, "empty"));
        Link(temporary.Of(name), "link", "a");
        Link(temporary.Of(name), "dangling", "nowhere");
        File.SetLastWriteTimeUtc(temporary.Of(name, "a"), Then);
        File.SetLastWriteTimeUtc(temporary.Of(name, "sub", "inner"), Then);
        return temporary.Of(name);
    }
}
