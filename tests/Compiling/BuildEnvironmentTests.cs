using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>Everybody's build gets the same environment and the same arguments.</summary>
internal sealed class BuildEnvironmentTests
{
    private static readonly Catalogue Catalogue = new(ProjectLayout.Find().Top);

    private TemporaryFolder temporary = null!;
    private BuildEnvironment environment = null!;

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        environment = new BuildEnvironment(temporary.Of("home"), DateTimeOffset.FromUnixTimeSeconds(1274400000));
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public async Task A_program_sees_these_variables_and_nobodys_own()
    {
        using var compiler = new Sources.EnvironmentVariable("CC", "nobody's-own");
        var seen = await ProcessRunner.CaptureAsync("Make", environment.In(temporary.Path, Command.Of("cat", "/proc/self/environ")), CancellationToken.None);

        Assert.That(seen.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo((string[])
        [
            "CONFIG_SHELL=/bin/dash",
            $"HOME={temporary.Of("home")}",
            "LC_ALL=C",
            "PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin",
            $"PKG_CONFIG_LIBDIR={temporary.Of("home", "no-libraries-of-this-machine")}",
            "SHELL=/bin/sh",
            "SOURCE_DATE_EPOCH=1274400000",
            "TZ=UTC",
            "USER=builder",
        ]));
    }

    [TestCase("iptables-1.4.8", "native", null, null, "CFLAGS=-O2|CXXFLAGS=-O2|--enable-devel|--enable-libipq|CC=gcc -Wl,--no-as-needed")]
    [TestCase("iptables-1.4.8", "native", "", "", "--enable-devel|--enable-libipq|CC=gcc -Wl,--no-as-needed")]
    [TestCase("iptables-1.8.9", "native", "-O3 -g", "", "CFLAGS=-O3 -g|--enable-devel|--enable-libipq|--disable-nftables|CC=gcc -Wl,--no-as-needed")]
    [TestCase("iptables-1.4.8", "el5-i686", "-O1", null, "CFLAGS=-O1|CXXFLAGS=-O2 -march=pentium3|--enable-devel|--enable-libipq|--build=x86_64-pc-linux-gnu|--host=i686-pc-linux-gnu|LDFLAGS=-Wl,--hash-style=both -Wl,--build-id=none|CC=gcc -m32 -mno-tls-direct-seg-refs -fcf-protection=none -Wa,-mx86-used-note=no -Wl,--no-as-needed")]
    public void The_users_flags_take_the_platforms_place(string recipe, string platform, string? cflags, string? cxxflags, string expected) =>
        Assert.That(ConfigureArguments.Of(Catalogue.Recipe(recipe), Catalogue.Platform(platform), cflags, cxxflags), Is.EqualTo(expected.Split('|')));

    [Test]
    public async Task Each_tool_says_its_own_version()
    {
        Tool.Require("gcc", "make");
        var versions = await new Toolchain("gcc", environment).VersionsAsync(["gcc", "make"], CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(versions.Keys, Is.EqualTo((string[])["gcc", "make"]));
            Assert.That(versions["gcc"], Does.StartWith("gcc "));
            Assert.That(versions["make"], Does.StartWith("GNU Make "));
        });
    }

    [Test]
    public async Task A_tool_that_is_not_there_is_named()
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => new Toolchain("gcc", environment).VersionsAsync(["no-such-tool"], CancellationToken.None)))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(4));
            Assert.That(failure.Problem, Does.Contain("'no-such-tool'"));
        });
    }
}
