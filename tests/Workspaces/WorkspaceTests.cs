using System.Diagnostics;
using Dom0Iptables.Failures;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Workspaces;

internal sealed class WorkspaceTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Begin() => folder = new TemporaryFolder();

    [TearDown]
    public void End() => folder.Dispose();

    [Test]
    public void A_workspace_that_another_process_holds_is_refused_by_name_and_free_when_that_one_is_dead()
    {
        var workspace = new Workspace(folder.Of("workspace"));
        folder.Write("workspace/lock", "");
        folder.Write("workspace/lock.owner", "process 4711");
        using var other = Process.Start(new ProcessStartInfo("flock", [folder.Of("workspace", "lock"), "sh", "-c", "echo held; sleep 60"]) { RedirectStandardOutput = true })!;
        other.StandardOutput.ReadLine();

        using (var locks = new WorkspaceLocks())
        {
            var failure = Assert.Throws<PipelineException>(() => locks.Take(workspace));
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Busy));
            Assert.That(failure.Problem, Is.EqualTo($"process 4711 works in {workspace.Folder}"));
        }

        other.Kill(entireProcessTree: true);
        other.WaitForExit();
        using var free = new WorkspaceLocks();
        Assert.That(() => free.Take(workspace), Throws.Nothing.After(2000, 50));
    }

    [Test]
    public void Taking_what_is_held_already_does_nothing()
    {
        using var locks = new WorkspaceLocks();
        locks.Take(new Workspace(folder.Of("workspace")));

        Assert.DoesNotThrow(() => locks.Take(new Workspace(folder.Of("workspace"))));
    }

    [Test]
    public async Task A_tree_is_copied_with_modes_times_and_links_and_replaces_what_was_there()
    {
        Acceptance.Shell.Run(folder.Path, "mkdir -p from/sub to && echo x > from/sub/file && chmod 751 from/sub/file && touch -d 2001-02-03T04:05:06.5 from/sub/file && ln -s file from/sub/link && echo old > to/old");

        await TreeCopy.ReplaceAsync("Test", folder.Of("from"), folder.Of("to"), CancellationToken.None);

        const string list = "find . -printf '%P %y %m %T@ %l\\n' | sort";
        Assert.That(Acceptance.Shell.Run(folder.Of("to"), list), Is.EqualTo(Acceptance.Shell.Run(folder.Of("from"), list)));
    }

    [Test]
    public async Task What_cannot_be_copied_leaves_what_was_there()
    {
        folder.Write("to/old", "old");

        var failure = await Assert.ThrowsAsync<PipelineException>(() => TreeCopy.ReplaceAsync("Test", folder.Of("absent"), folder.Of("to"), CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Storage));
        Assert.That(File.Exists(folder.Of("to", "old")), Is.True);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Cleaning_says_what_it_removes_and_keeps_the_cache_unless_asked(bool cacheToo)
    {
        var layout = new ProjectLayout(folder.Of("project"), folder.Of("cache"));
        folder.Write("project/workspace/a", "");
        folder.Write("project/artifacts/b", "");
        folder.Write("project/sources/c", "");
        folder.Write("cache/d", "");
        var reporter = new ReporterSpy();

        Cleaning.Clean(layout, cacheToo, reporter);

        Assert.That(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.EquivalentTo((cacheToo ? "c" : "c d").Split(' ')));
        Assert.That(reporter.Lines, Does.Contain($"Clean: removed {layout.Workspaces}").And.Contain($"Clean: removed {layout.Artifacts}"));
        Assert.That(reporter.Lines.Any(line => line.Contains(layout.Cache, StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public void A_full_disk_is_told_by_what_the_tool_said()
    {
        var log = folder.Write("log", "cc1: fine\ncat: write error: No space left on device\n");

        Assert.That(StorageFault.Of(folder.Path, log), Is.EqualTo("the disk refuses: cat: write error: No space left on device"));
        Assert.That(StorageFault.Of(folder.Path), Is.Null);
    }
}
