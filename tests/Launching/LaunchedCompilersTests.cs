using System.Collections.Immutable;
using Dom0Iptables.Launching;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Launching;

public sealed class LaunchedCompilersTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath("ccache") is null)
        {
            Assert.Ignore("this machine has no ccache");
        }

        folder = new TemporaryFolder();
    }

    [TearDown]
    public void RemoveFolder() => folder?.Dispose();

    [Test]
    public async Task A_release_can_write_into_the_cache_of_no_other_release_and_no_other_platform()
    {
        var caches = new[] { await CacheAsync("one", "native"), await CacheAsync("other", "native"), await CacheAsync("one", "el5-i686"), await CacheAsync("one", "native") };

        Assert.That(caches[..3], Is.Unique);
        Assert.That(caches[3], Is.EqualTo(caches[0]));
    }

    [Test]
    public async Task What_another_compiler_made_is_not_taken_for_what_this_one_makes()
    {
        var (now, then) = (await PreparedAsync("one", "native", "gcc 12.2.0"), await PreparedAsync("one", "native", "gcc 12.3.0"));

        Assert.That(then.Variables["CCACHE_COMPILERCHECK"], Is.Not.EqualTo(now.Variables["CCACHE_COMPILERCHECK"]));
    }

    [Test]
    public async Task The_links_bear_the_names_of_the_compilers_and_come_first_on_the_path()
    {
        var prepared = await PreparedAsync("one", "native", "gcc 12.2.0");
        var path = prepared.AddedTo(ImmutableSortedDictionary<string, string>.Empty.Add("PATH", "/usr/bin"))["PATH"];

        Assert.That(path, Is.EqualTo("/build/launcher/bin:/usr/bin"));
        Assert.That(new FileInfo(folder.Of("workspace", "launcher", "bin", "gcc")).LinkTarget, Does.EndWith("/ccache"));
        Assert.That(prepared.HasNetwork, Is.False);
    }

    private async Task<string> CacheAsync(string source, string platform) =>
        (await PreparedAsync(source, platform, "gcc 12.2.0")).Mounts.Single(mount => mount.IsWritable && mount.Here.StartsWith(folder.Of("caches"), StringComparison.Ordinal)).Here;

    private Task<SandboxAddition> PreparedAsync(string source, string platform, string compiler)
    {
        var sandbox = new BuildSandbox(new Workspace(folder.Of("workspace")), DateTimeOffset.UnixEpoch, IsConfined: true);
        return new LaunchedCompilers(Launcher.Of("ccache")!, sandbox, folder.Of("caches"), new ReporterSpy()).PrepareAsync("gcc -m32", [source, platform], [compiler], CancellationToken.None);
    }
}
