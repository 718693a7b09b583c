using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>Whatever changes on the watched host is seen, and nothing else.</summary>
internal sealed class HostCensusTests
{
    private TemporaryFolder temporary = null!;
    private HostCensus census = null!;

    private static IEnumerable<TestCaseData> Changes =>
    [
        Change("content", "lib/old", host => File.WriteAllText(Path.Combine(host, "lib", "old"), "2")),
        Change("content with its old time", "lib/old", host =>
        {
            File.WriteAllText(Path.Combine(host, "lib", "old"), "2");
            File.SetLastWriteTimeUtc(Path.Combine(host, "lib", "old"), DateTime.UnixEpoch);
        }),
        Change("a mode", "lib/old", host => File.SetUnixFileMode(Path.Combine(host, "lib", "old"), UnixFileMode.UserRead)),
        Change("a new file", "lib/new", host => File.WriteAllText(Path.Combine(host, "lib", "new"), "")),
        Change("a new link", "lib/new", host => File.CreateSymbolicLink(Path.Combine(host, "lib", "new"), "nowhere")),
        Change("a new folder", "new", host => Directory.CreateDirectory(Path.Combine(host, "new"))),
        Change("a removed file", "lib", host => File.Delete(Path.Combine(host, "lib", "old"))),
        Change("a renamed file", "lib/other", host => File.Move(Path.Combine(host, "lib", "old"), Path.Combine(host, "lib", "other"))),
    ];

    [SetUp]
    public void MakeHost()
    {
        temporary = new TemporaryFolder();
        temporary.Write("host/lib/old", "1");
        temporary.Write("host/work[1]*/ours", "1");
        Directory.CreateSymbolicLink(temporary.Of("host-link"), temporary.Of("host"));
        census = new HostCensus([temporary.Of("host"), temporary.Of("host-link"), temporary.Of("none")], [temporary.Of("host", "work[1]*")], temporary.Of("state", "marker"));
        Thread.Sleep(20);
        census.Begin();
    }

    [TearDown]
    public void RemoveHost() => temporary.Dispose();

    [TestCaseSource(nameof(Changes))]
    public async Task A_change_is_seen(string where, Action<string> change)
    {
        change(temporary.Of("host"));

        Assert.That(await census.ChangedAsync(CancellationToken.None), Does.Contain(temporary.Of("host", where)));
    }

    [Test]
    public async Task Where_files_were_only_read_nothing_is_seen()
    {
        File.ReadAllText(temporary.Of("host", "lib", "old"));
        Tool.Run(temporary.Of("host"), "ls", "-l", "lib");

        Assert.That(await census.ChangedAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_change_in_our_own_folder_is_none()
    {
        temporary.Write("host/work[1]*/sub/new", "");
        temporary.Write("host/work[1]*/ours", "2");

        Assert.That(await census.ChangedAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_host_without_any_of_the_places_has_not_changed()
    {
        var nowhere = new HostCensus([temporary.Of("none")], [], temporary.Of("state", "marker"));

        Assert.That(await nowhere.ChangedAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_census_without_its_beginning_proves_nothing()
    {
        File.Delete(temporary.Of("state", "marker"));

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => census.ChangedAsync(CancellationToken.None)))!;

        Assert.That((int)failure.Code, Is.EqualTo(11));
    }

    private static TestCaseData Change(string name, string where, Action<string> change) => new TestCaseData(where, change).SetArgDisplayNames(name);
}
