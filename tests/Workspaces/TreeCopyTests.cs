using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

/// <summary>A tree is copied exactly, and what was there before stays until the new one is whole.</summary>
internal sealed class TreeCopyTests
{
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void MakeFolder() => temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public async Task A_copy_has_the_fingerprint_of_its_origin_and_replaces_what_was_there()
    {
        temporary.Write("from/configure", "#!/bin/sh\n");
        File.SetUnixFileMode(temporary.Of("from", "configure"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(temporary.Of("from", "configure"), new DateTime(2010, 5, 21, 1, 2, 3, DateTimeKind.Utc).AddTicks(50));
        File.CreateSymbolicLink(temporary.Of("from", "dangling"), "nowhere");
        File.CreateSymbolicLink(temporary.Of("from", "loop"), ".");
        Directory.CreateDirectory(temporary.Of("from", "empty"));
        temporary.Write("deep/to/old", "old");
        temporary.Write("deep/to.partial/left-by-a-killed-run", "");

        await TreeCopy.ReplaceAsync("Configure", temporary.Of("from"), temporary.Of("deep", "to"), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(Fingerprint.OfPath(temporary.Of("deep", "to")), Is.EqualTo(Fingerprint.OfPath(temporary.Of("from"))));
            Assert.That(Directory.GetFileSystemEntries(temporary.Of("deep")), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task What_cannot_be_copied_leaves_what_was_there()
    {
        temporary.Write("to/old", "old");

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => TreeCopy.ReplaceAsync("Make", temporary.Of("none"), temporary.Of("to"), CancellationToken.None)))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(14));
            Assert.That(failure.Step, Is.EqualTo("Make"));
            Assert.That(failure.Command, Does.StartWith("cp -a"));
            Assert.That(File.ReadAllText(temporary.Of("to", "old")), Is.EqualTo("old"));
        });
    }

    [Test]
    public void What_a_link_in_a_removed_tree_leads_to_stays()
    {
        temporary.Write("outside/file", "alive");
        temporary.Write("tree/file", "");
        Directory.CreateSymbolicLink(temporary.Of("tree", "out"), temporary.Of("outside"));

        TreeCopy.Remove(temporary.Of("tree"));

        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(temporary.Of("tree")), Is.False);
            Assert.That(File.ReadAllText(temporary.Of("outside", "file")), Is.EqualTo("alive"));
        });
    }
}
