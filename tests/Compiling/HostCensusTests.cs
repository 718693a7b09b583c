using Dom0Iptables.Compiling;

namespace Dom0Iptables.Tests.Compiling;

internal sealed class HostCensusTests
{
    private TemporaryFolder folder = null!;
    private HostCensus census = null!;

    [SetUp]
    public void Begin()
    {
        folder = new TemporaryFolder();
        folder.Write("host/bin/program", "old");
        folder.Write("host/ours/file", "old");
        census = new HostCensus([folder.Of("host")], [folder.Of("host", "ours")], folder.Of("marker"));
        Thread.Sleep(20);
        census.Begin();
    }

    [TearDown]
    public void End() => folder.Dispose();

    [TestCase("true", "")]
    [TestCase("echo new > host/ours/file", "")]
    [TestCase("echo new > host/bin/program", "host/bin/program")]
    [TestCase("chmod 700 host/bin/program", "host/bin/program")]
    [TestCase("touch -d 2001-01-01 host/bin/program", "host/bin/program")]
    [TestCase("touch host/bin/new", "host/bin,host/bin/new")]
    [TestCase("rm host/bin/program", "host/bin")]
    public async Task Every_kind_of_change_shows_and_none_of_our_own(string change, string changed)
    {
        Acceptance.Shell.Run(folder.Path, change);

        var seen = await census.ChangedAsync(CancellationToken.None);

        Assert.That(seen.Select(path => Path.GetRelativePath(folder.Path, path)), Is.EqualTo(changed.Split(',', StringSplitOptions.RemoveEmptyEntries)));
    }
}
