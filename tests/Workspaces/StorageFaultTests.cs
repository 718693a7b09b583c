using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

internal sealed class StorageFaultTests
{
    [Test]
    public void A_full_disk_is_told_by_what_the_tool_said_and_a_good_one_by_nothing()
    {
        using var folder = new TemporaryFolder();
        var log = folder.Write("log", "cc1: fine\ncat: write error: No space left on device\n");

        Assert.That(StorageFault.Of(folder.Path, log), Is.EqualTo("the disk refuses: cat: write error: No space left on device"));
        Assert.That(StorageFault.Of(folder.Path), Is.Null);
    }
}
