using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

internal sealed class RoomWatchTests
{
    [Test]
    public async Task A_folder_that_is_not_there_ends_neither_the_work_nor_the_process()
    {
        using var folder = new TemporaryFolder();
        using var watch = new RoomWatch(folder.Of("not", "there"), CancellationToken.None);

        await Task.Delay(TimeSpan.FromSeconds(1));

        Assert.That((watch.Fault, watch.Token.IsCancellationRequested), Is.EqualTo(((string?)null, false)));
    }
}
