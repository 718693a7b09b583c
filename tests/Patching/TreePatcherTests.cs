using Dom0Iptables.Failures;
using Dom0Iptables.Patching;

namespace Dom0Iptables.Tests.Patching;

internal sealed class TreePatcherTests
{
    private static readonly DateTimeOffset Epoch = new(2010, 5, 21, 0, 0, 0, TimeSpan.Zero);

    private const string Lines = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make_a_tree()
    {
        folder = new TemporaryFolder();
        folder.Write("unpacked/top/file", Lines);
        folder.Write("unpacked/top/other", "untouched\n");
        File.SetLastWriteTimeUtc(folder.Of("unpacked", "top", "file"), new DateTime(2009, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Directory.CreateDirectory(folder.Of("patches"));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task Patches_are_applied_in_the_order_of_their_numbers()
    {
        Patch("0002-second.patch", "-TWO\n+Two, mended");
        Patch("0001-first.patch", "-two\n+TWO");

        await ApplyAsync();

        Assert.That(File.ReadAllLines(folder.Of("patched", "top", "file"))[1], Is.EqualTo("Two, mended"));
    }

    [Test]
    public async Task A_changed_file_keeps_its_time_and_a_new_one_gets_the_releases()
    {
        Patch("0001-first.patch", "-two\n+TWO");
        folder.Write("patches/0002-new.patch", "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+new\n");

        await ApplyAsync();

        Assert.That(File.GetLastWriteTimeUtc(folder.Of("patched", "top", "file")), Is.EqualTo(new DateTime(2009, 1, 2, 3, 4, 5)));
        Assert.That(File.GetLastWriteTimeUtc(folder.Of("patched", "top", "new")), Is.EqualTo(Epoch.UtcDateTime));
    }

    [Test]
    public async Task A_patch_whose_lines_have_moved_applies_and_leaves_no_backup()
    {
        File.WriteAllText(folder.Of("unpacked", "top", "file"), "a\nb\nc\nd\n" + Lines);
        folder.Write("patches/0001-middle.patch", "--- a/file\n+++ b/file\n@@ -1,7 +1,7 @@\n one\n two\n three\n-four\n+FOUR\n five\n six\n seven\n");

        await ApplyAsync();

        Assert.That(File.ReadAllLines(folder.Of("patched", "top", "file"))[7], Is.EqualTo("FOUR"));
        Assert.That(Directory.GetFiles(folder.Of("patched", "top")).Select(Path.GetFileName), Is.EquivalentTo("file other".Split(' ')));
    }

    [Test]
    public async Task A_patch_whose_context_is_off_is_refused_without_fuzz_and_shows_its_reject()
    {
        File.WriteAllText(folder.Of("unpacked", "top", "file"), Lines.Replace("one", "uno", StringComparison.Ordinal));
        Patch("0001-first.patch", "-two\n+TWO");
        Directory.CreateDirectory(folder.Of("patched"));
        folder.Write("patched/earlier", "result");

        var failure = await Assert.ThrowsAsync<PipelineException>(ApplyAsync);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Patch));
        Assert.That(failure.Problem, Does.Contain("0001-first.patch does not apply").And.Contain("file.rej").And.Contain("+TWO"));
        Assert.That(failure.Command, Does.Contain("--fuzz=0"));
        Assert.That(File.ReadAllText(folder.Of("patched", "earlier")), Is.EqualTo("result"), "what an earlier run left");
    }

    [Test]
    public async Task A_patch_that_wants_to_write_outside_of_the_tree_is_refused()
    {
        folder.Write("patches/0001-out.patch", "--- /dev/null\n+++ b/../../../escaped\n@@ -0,0 +1 @@\n+new\n");

        var failure = await Assert.ThrowsAsync<PipelineException>(ApplyAsync);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Patch));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path, "escaped", SearchOption.AllDirectories), Is.Empty);
    }

    [TestCase("README", "is not named NNNN-name.patch")]
    [TestCase("1-short.patch", "is not named NNNN-name.patch")]
    [TestCase("0001-first.diff", "is not named NNNN-name.patch")]
    [TestCase("0001-twice.patch", "have the number 0001")]
    public void A_file_that_would_be_left_out_or_come_twice_is_refused(string name, string complaint)
    {
        Patch("0001-first.patch", "-two\n+TWO");
        folder.Write("patches/" + name, "");

        var failure = Assert.Throws<PipelineException>(() => PatchSeries.Read(folder.Of("patches")));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe));
        Assert.That(failure.Problem, Does.Contain(complaint));
    }

    private void Patch(string name, string change) =>
        folder.Write("patches/" + name, $"--- a/file\n+++ b/file\n@@ -1,4 +1,4 @@\n one\n{change}\n three\n four\n");

    private Task ApplyAsync() =>
        TreePatcher.ApplyAsync(folder.Of("unpacked"), folder.Of("patched"), PatchSeries.Read(folder.Of("patches")), Epoch, folder.Of("patch.log"), CancellationToken.None);
}
