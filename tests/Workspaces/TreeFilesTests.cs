using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

/// <summary>What a tree of somebody else's holds.</summary>
internal sealed class TreeFilesTests
{
    [Test]
    public void Files_and_links_are_listed_each_once_and_no_link_is_gone_through()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("tree/a", "");
        temporary.Write("tree/.hidden/b", "");
        temporary.Write("outside/c", "");
        Directory.CreateDirectory(temporary.Of("tree", "empty"));
        foreach (var (name, target) in new[] { ("one", "."), ("two", "."), (".hidden/up", ".."), ("out", "../outside"), ("file", "a"), ("dangling", "nowhere") })
        {
            File.CreateSymbolicLink(Path.Combine(temporary.Of("tree"), name), target);
        }

        var found = TreeFiles.Of(temporary.Of("tree")).Select(file => Path.GetRelativePath(temporary.Of("tree"), file)).Take(100);

        Assert.That(found, Is.EquivalentTo(["a", ".hidden/b", "one", "two", ".hidden/up", "out", "file", "dangling"]));
    }

    [Test]
    public void Of_a_tree_that_is_not_there_nothing_is_made_up()
    {
        using var temporary = new TemporaryFolder();

        Assert.That(() => TreeFiles.Of(temporary.Of("none")).ToList(), Throws.InstanceOf<DirectoryNotFoundException>());
    }
}
