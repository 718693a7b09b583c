using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Patching;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Patching;

/// <summary>A patch applies exactly or not at all, and no rebuild rule sees that anything was patched.</summary>
internal sealed class TreePatcherTests
{
    private static readonly DateTimeOffset Epoch = new(2010, 5, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTime Then = new(2009, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private TemporaryFolder temporary = null!;

    private string Patched => temporary.Of("patched");

    private string Tree => temporary.Of("patched", "top");

    [SetUp]
    public void MakeTree()
    {
        temporary = new TemporaryFolder();
        Tool.Require("patch");
        temporary.Write("unpacked/top/lines", string.Concat(Enumerable.Range(1, 20).Select(number => $"line {number}\n")));
        temporary.Write("unpacked/top/configure", "#!/bin/sh\necho old\n");
        File.SetUnixFileMode(temporary.Of("unpacked", "top", "configure"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(temporary.Of("unpacked", "top", "dangling"), "nowhere");
        File.CreateSymbolicLink(temporary.Of("unpacked", "top", "loop"), ".");
        foreach (var name in (string[])["lines", "configure"])
        {
            File.SetLastWriteTimeUtc(temporary.Of("unpacked", "top", name), Then);
        }

        Directory.CreateDirectory(temporary.Of("patches"));
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public async Task Patches_are_applied_in_the_order_of_their_numbers()
    {
        WritePatch("0010-third", Change("lines", 10, "second", "third"));
        WritePatch("0002-second", Change("lines", 10, "first", "second"));
        WritePatch("0001-first", Change("lines", 10, "line 10", "first"));

        await ApplyAsync();

        Assert.That(File.ReadAllLines(Path.Combine(Tree, "lines"))[9], Is.EqualTo("third"));
    }

    [Test]
    public async Task A_changed_file_keeps_its_time_and_mode_and_a_new_one_gets_the_releases_day()
    {
        WritePatch("0001-both", "--- a/configure\n+++ b/configure\n@@ -1,2 +1,2 @@\n #!/bin/sh\n-echo old\n+echo new\n--- /dev/null\n+++ b/sub/new\n@@ -0,0 +1 @@\n+new\n");

        await ApplyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(Tree, "configure")), Does.Contain("echo new"));
            Assert.That(File.GetLastWriteTimeUtc(Path.Combine(Tree, "configure")), Is.EqualTo(Then));
            Assert.That(File.GetUnixFileMode(Path.Combine(Tree, "configure")), Is.EqualTo((UnixFileMode)0b111_101_101));
            Assert.That(File.GetLastWriteTimeUtc(Path.Combine(Tree, "sub", "new")), Is.EqualTo(Epoch.UtcDateTime));
            Assert.That(Leftovers(Patched), Is.Empty);
            Assert.That(File.ReadAllText(temporary.Of("unpacked", "top", "configure")), Does.Contain("echo old"), "the released tree is as it was");
        });
    }

    [Test]
    public async Task Links_that_lead_back_to_their_folder_take_no_time()
    {
        File.CreateSymbolicLink(temporary.Of("unpacked", "top", "another-loop"), ".");
        WritePatch("0001-any", Change("lines", 10, "line 10", "changed"));

        await Task.Run(() => ApplyAsync()).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(new FileInfo(Path.Combine(Tree, "another-loop")).LinkTarget, Is.EqualTo("."));
    }

    [Test]
    public async Task A_rebuild_rule_of_make_does_not_fire()
    {
        Tool.Require("make");
        temporary.Write("unpacked/top/Makefile", "configure: lines\n\t@echo rebuilt\n");
        WritePatch("0001-input", Change("lines", 10, "line 10", "changed"));

        await ApplyAsync();

        Assert.That(Tool.Run(Tree, "make", "configure"), Does.Contain("up to date").And.Not.Contain("rebuilt"));
    }

    [Test]
    public async Task The_same_patches_give_the_same_tree()
    {
        WritePatch("0001-x", Change("lines", 10, "line 10", "x"));
        await ApplyAsync();
        var before = Fingerprint.OfPath(Patched);

        await ApplyAsync();

        Assert.That(Fingerprint.OfPath(Patched), Is.EqualTo(before));
    }

    [Test]
    public async Task A_release_without_patches_is_copied_as_it_is()
    {
        await ApplyAsync(PatchSeries.Read(null));

        Assert.That(Fingerprint.OfPath(Patched), Is.EqualTo(Fingerprint.OfPath(temporary.Of("unpacked"))));
    }

    [Test]
    public async Task A_patch_that_has_only_moved_applies()
    {
        WritePatch("0001-moved", Change("lines", 13, "line 10", "moved", firstContext: 10));

        await ApplyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllLines(Path.Combine(Tree, "lines"))[9], Is.EqualTo("moved"));
            Assert.That(Leftovers(Patched), Is.Empty);
        });
    }

    [Test]
    public async Task A_patch_whose_context_is_off_is_refused_with_its_reject_and_the_last_good_tree_stays()
    {
        temporary.Write("patched/top/of-the-last-run", "");
        var text = Change("lines", 10, "line 10", "x").Replace(" line 7\n", " line seven\n", StringComparison.Ordinal);
        WritePatch("0001-fuzzy", text);

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => ApplyAsync()))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(8));
            Assert.That(failure.Problem, Does.StartWith("0001-fuzzy.patch does not apply to the released tree"));
            Assert.That(failure.Problem, Does.Contain("lines.rej:").And.Contain("-line 10").And.Contain("+x"));
            Assert.That(failure.CommandExitCode, Is.EqualTo(1));
            Assert.That(File.ReadAllText(failure.LogPath!), Does.Contain("FAILED"));
            Assert.That(Directory.Exists(failure.NextStep[failure.NextStep.IndexOf('/', StringComparison.Ordinal)..]), Is.True, "the tree it failed on is kept where the message says");
            Assert.That(Directory.GetFileSystemEntries(Tree).Select(Path.GetFileName), Is.EqualTo((string[])["of-the-last-run"]));
        });
    }

    [Test]
    public async Task A_patch_that_is_in_already_is_refused()
    {
        var text = Change("lines", 10, "line 10", "x");
        WritePatch("0001-x", text);
        WritePatch("0002-x-again", text);

        Assert.That((await Assert.ThrowsAsync<PipelineException>(() => ApplyAsync()))!.Problem, Does.StartWith("0002-x-again.patch does not apply"));
    }

    [TestCase("--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n", "can't find file to patch", TestName = "A_patch_of_no_file_is_refused_in_patchs_own_words")]
    [TestCase("not a patch at all\n", "garbage", TestName = "What_is_no_patch_is_refused_in_patchs_own_words")]
    [TestCase("--- /dev/null\n+++ b/../../outside\n@@ -0,0 +1 @@\n+x\n", "dangerous", TestName = "A_patch_that_writes_outside_is_refused_in_patchs_own_words")]
    public async Task A_patch_without_a_reject_shows_what_patch_said(string text, string words)
    {
        WritePatch("0001-bad", text);

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => ApplyAsync()))!;

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Patch));
            Assert.That(failure.Problem, Does.Contain(words));
            Assert.That(Directory.Exists(Patched), Is.False);
            Assert.That(TreeFiles.Of(temporary.Path).Where(file => Path.GetFileName(file) == "outside"), Is.Empty);
        });
    }

    [TestCase("notes.txt")]
    [TestCase("1-x.patch")]
    [TestCase("0001_x.patch")]
    [TestCase("0001-x.diff")]
    [TestCase("0001-x.patch~")]
    public void A_file_that_would_be_left_out_in_silence_is_refused(string name)
    {
        WritePatch("0001-x", "");
        temporary.Write("patches/" + name, "");

        var failure = Assert.Throws<PipelineException>(() => PatchSeries.Read(temporary.Of("patches")));

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(3));
            Assert.That(failure.Problem, Does.Contain($"'{name}'").And.Contain("NNNN-name.patch"));
        });
    }

    [Test]
    public void Two_patches_of_one_number_are_refused()
    {
        WritePatch("0007-a", "");
        WritePatch("0007-b", "");

        Assert.That(Assert.Throws<PipelineException>(() => PatchSeries.Read(temporary.Of("patches"))).Problem, Does.EndWith("have the number 0007"));
    }

    private static string[] Leftovers(string folder) =>
        [.. TreeFiles.Of(folder).Where(file => file.EndsWith(".orig", StringComparison.Ordinal) || file.EndsWith(".rej", StringComparison.Ordinal))];

    // One line of "lines" changed, with three lines of context; the numbers in its head are those of `at`, right or not.
    private static string Change(string file, int at, string before, string after, int? firstContext = null)
    {
        var real = firstContext ?? at;
        var above = string.Concat(Enumerable.Range(real - 3, 3).Select(number => $" line {number}\n"));
        var below = string.Concat(Enumerable.Range(real + 1, 3).Select(number => $" line {number}\n"));
        return $"--- a/{file}\n+++ b/{file}\n@@ -{at - 3},7 +{at - 3},7 @@\n{above}-{before}\n+{after}\n{below}";
    }

    private void WritePatch(string name, string text) => temporary.Write($"patches/{name}.patch", text);

    private Task ApplyAsync(PatchSeries? series = null) =>
        TreePatcher.ApplyAsync(temporary.Of("unpacked"), Patched, series ?? PatchSeries.Read(temporary.Of("patches")), Epoch, new BuildSandbox(new Workspace(temporary.Path), Epoch, IsConfined: true), temporary.Of("logs", "patch.log"), CancellationToken.None);
}
