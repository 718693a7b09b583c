using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

/// <summary>Clean removes what runs have made, says so, and spares what people brought.</summary>
internal sealed class CleaningTests
{
    private readonly ReporterSpy reporter = new();
    private TemporaryFolder temporary = null!;
    private ProjectLayout layout = null!;

    [SetUp]
    public void MakeProject()
    {
        temporary = new TemporaryFolder();
        layout = new ProjectLayout(temporary.Of("project"), temporary.Of("cache"));
        temporary.Write("project/sources/iptables-1.4.8.tar.bz2", "brought by hand");
        temporary.Write("project/workspace/a/b/lock", "");
        temporary.Write("project/artifacts/a/b/x.rpm", "");
        temporary.Write("cache/x.tar.bz2", "");
        reporter.Lines.Clear();
    }

    [TearDown]
    public void RemoveProject() => temporary.Dispose();

    [Test]
    public void The_cache_is_kept_and_how_it_goes_is_said()
    {
        Cleaning.Clean(layout, cacheToo: false, reporter);

        Assert.Multiple(() =>
        {
            Assert.That(Directory.GetFileSystemEntries(layout.Top), Is.EqualTo((string[])[layout.Sources]));
            Assert.That(File.Exists(temporary.Of("cache", "x.tar.bz2")), Is.True);
            Assert.That(reporter.Lines, Is.EqualTo((string[])
            [
                $"Clean: removed {layout.Workspaces}",
                $"Clean: removed {layout.Artifacts}",
                $"Clean: kept the cache in {layout.Cache} (--cache removes them)",
            ]));
        });
    }

    [Test]
    public void With_the_cache_only_what_was_brought_by_hand_is_left()
    {
        Cleaning.Clean(layout, cacheToo: true, reporter);

        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(layout.Cache), Is.False);
            Assert.That(Directory.GetFiles(layout.Sources), Has.Length.EqualTo(1));
            Assert.That(reporter.Lines[^1], Is.EqualTo($"Clean: removed {layout.Cache}"));
        });
    }

    [Test]
    public void Where_nothing_is_that_is_said()
    {
        Cleaning.Clean(layout, cacheToo: true, new ReporterSpy());

        Cleaning.Clean(layout, cacheToo: true, reporter);

        Assert.That(reporter.Lines, Is.EqualTo((string[])[$"Clean: nothing at {layout.Workspaces}", $"Clean: nothing at {layout.Artifacts}", $"Clean: nothing at {layout.Cache}"]));
    }
}
