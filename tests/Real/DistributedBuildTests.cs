using System.Globalization;
using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>iptables, compiled by other machines: real servers, in network namespaces.</summary>
[Category("Real")]
internal sealed class DistributedBuildTests
{
    private RealBuild build = null!;

    [OneTimeSetUp]
    public void Build()
    {
        HelloProjects.OnlyAsRoot();
        build = RealBuild.Of("iptables-1.8.9", "native", "--target=Rpm", "--launcher=none");
        File.SetUnixFileMode(build.Of(), (UnixFileMode)0b111_101_101);
    }

    [OneTimeTearDown]
    public void Remove() => build?.Dispose();

    [Test]
    public void Distcc_makes_the_same_packages_also_where_a_server_dies_in_mid_build()
    {
        NetworkedMachine.Require("distcc", "distccd");
        var before = Packages();
        var logs = Directory.CreateDirectory(build.Of("distcc")).FullName;
        using var lasting = new DistccServer(logs);
        using var dying = new DistccServer(logs);
        using var running = build.Start(["--from=Make", "--target=Rpm", "--launcher=distcc", "--jobs=6"], [("DISTCC_HOSTS", $"{lasting.Host} {dying.Host}")]);
        while (dying.Compiled < 10 && !running.HasExited)
        {
            Thread.Sleep(20);
        }

        dying.Crash();
        var run = PipelineRun.Of(running).MustEndWith(ExitCode.Success);

        var told = run.Output.Split('\n').Single(line => line.StartsWith("Make: distcc:", StringComparison.Ordinal));
        TestContext.Out.WriteLine(told);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(By(dying), Is.InRange(5, 60), "it died in mid-build");
            Assert.That(By(lasting), Is.GreaterThan(By(dying)), "the other goes on");
            Assert.That(Packages(), Is.EqualTo(before));
        }

        int By(DistccServer server) => int.Parse(Regex.Match(told, $@"(\d+) by {Regex.Escape(server.Host)}").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [Test]
    public void Icecc_sends_this_machines_compiler_to_the_other_and_makes_the_same_packages()
    {
        NetworkedMachine.Require("icecc", "iceccd", "icecc-scheduler");
        var before = Packages();
        using var cluster = new IceccCluster(build.Of("icecc"));
        using var running = build.Start(["--from=Make", "--target=Rpm", "--launcher=icecc", "--jobs=4"], []);
        var run = PipelineRun.Of(running).MustEndWith(ExitCode.Success);

        var told = Regex.Match(run.Output, @"Make: icecc: (\d+) compilations by other machines");
        Assert.That(told.Success, Is.True, run.Output);
        TestContext.Out.WriteLine(told.Value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture), Is.GreaterThan(100));
            Assert.That(cluster.Compiled, Is.GreaterThan(100));
            Assert.That(Packages(), Is.EqualTo(before));
        }
    }

    private string Packages() => Shell.Run(build.Workspace, "find rpm -name '*.rpm' -exec sha256sum {} + | sort");
}
