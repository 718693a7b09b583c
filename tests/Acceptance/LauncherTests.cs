using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What stands before the compilers while make runs changes no byte.</summary>
public sealed class LauncherTests
{
    [Test]
    public void A_cache_is_used_by_itself_and_compiles_again_only_what_a_patch_has_changed()
    {
        Require("ccache");
        var project = HelloProjects.Fresh();
        Assert.That(project.Succeed("--target=Make").Output, Does.Contain("Make: ccache: 0 of 2 compilations remembered"));
        var errors = File.ReadAllText(Path.Combine(project.Workspace, "logs", "error.log"));

        Assert.That(project.Succeed("--from=Make").Output, Does.Contain("Make: ccache: 2 of 2 compilations remembered"));
        Assert.That(File.ReadAllText(Path.Combine(project.Workspace, "logs", "error.log")), Is.EqualTo(errors), "the warnings are remembered too");
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));

        project.AddPatch("hello.c", "return 0;", "return 3;");
        Assert.That(project.Succeed("--target=Make").Output, Does.Contain("Make: ccache: 1 of 2 compilations remembered"));
    }

    [TestCase("none")]
    [TestCase("ccache")]
    [TestCase("sccache")]
    public void The_artifacts_are_the_same_with_and_without_it(string launcher)
    {
        if (launcher != "none")
        {
            Require(launcher);
        }

        var project = HelloProjects.Fresh();
        project.Succeed("--target=Make", $"--launcher={launcher}");
        project.Succeed("--from=Make", $"--launcher={launcher}");

        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        Assert.That(Directory.Exists(Path.Combine(project.Cache, "dom0-iptables", "compilers", launcher)), Is.EqualTo(launcher != "none"));
    }

    [Test]
    public void One_that_nobody_knows_is_refused_with_the_name_that_was_meant() =>
        HelloProjects.Built().Run("--launcher=ccahe").MustFail(ExitCode.Usage, "there is no launcher 'ccahe'; did you mean 'ccache'?");

    [Test]
    public void Distcc_without_hosts_is_told_how_it_is_given_some()
    {
        Require("distcc");
        HelloProjects.Built().Run(Hosts(null), "--launcher=distcc").MustFail(ExitCode.Usage, "DISTCC_HOSTS is not set", "DISTCC_HOSTS=\"localhost HOST/4 HOST/4\" ./build.sh --launcher=distcc");
    }

    [Test]
    public void Distcc_compiles_on_the_other_machine_what_is_compiled_and_the_manifest_says_that_make_had_the_network()
    {
        NetworkedMachine.Require("distcc", "distccd");
        using var server = new DistccServer(HelloProjects.Scratch());
        var project = HelloProjects.Built();

        var run = project.Succeed(Hosts(server.Host), "--launcher=distcc");

        Assert.That(run.Output, Does.Contain($"Make: distcc: 2 compilations by other machines (2 by {server.Host})"));
        Assert.That(server.Compiled, Is.EqualTo(3), "with the one that it was tried with");
        Assert.That(PackagesAndErrors(project), Is.EqualTo(PackagesAndErrors(HelloProjects.FirstBytes)));
        Assert.That(File.ReadAllText(Path.Combine(project.Artifacts, "manifest.json")), Does.Contain("\"sandbox\": \"bubblewrap, but make had the network, for distcc\""));
    }

    [Test]
    public void What_other_machines_have_compiled_is_compiled_here_to_the_same_bytes_by_Reproduce_and_by_Verify()
    {
        NetworkedMachine.Require("distcc", "distccd");
        using var server = new DistccServer(HelloProjects.Scratch());
        var project = HelloProjects.Built();
        project.Succeed(Hosts(server.Host), "--launcher=distcc", "--target=Default", "--target=Reproduce");
        var compiled = server.Compiled;

        var run = project.Succeed("--target=Verify", $"--against={project.Artifacts}");

        Assert.That(run.Output, Does.Contain("Verify: other machines have compiled them (bubblewrap, but make had the network, for distcc); here it was this one"));
        Assert.That(server.Compiled, Is.EqualTo(compiled).And.EqualTo(3));
    }

    [Test]
    public void Distcc_leaves_out_a_host_that_does_not_answer()
    {
        Require("distcc");
        var project = HelloProjects.Built();

        var run = project.Succeed(Hosts("127.0.0.1:9"), "--launcher=distcc");

        Assert.That(run.Error + run.Output, Does.Contain("distcc: 127.0.0.1:9 is left out: "));
        Assert.That(PackagesAndErrors(project), Is.EqualTo(PackagesAndErrors(HelloProjects.FirstBytes)));
    }

    [Test]
    public void Distcc_refuses_a_host_whose_compiler_makes_other_code()
    {
        NetworkedMachine.Require("distcc", "distccd");
        var folder = HelloProjects.Scratch();
        File.WriteAllText(Path.Combine(folder, "gcc"), "#!/bin/sh\nexec /usr/bin/gcc \"$@\" -O1\n");
        Shell.Run(folder, "chmod +x gcc");
        using var server = new DistccServer(folder, folder + ":/usr/bin:/bin");
        var project = HelloProjects.Built();

        project.Run(Hosts(server.Host), "--launcher=distcc").MustFail(ExitCode.MissingTool, $"distcc's host {server.Host} has another compiler than this machine", "take the host out of DISTCC_HOSTS");

        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes), "the last good artifacts");
    }

    private static void Require(string program)
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath(program) is null)
        {
            Assert.Ignore($"this machine has no {program}");
        }
    }

    private static Manner Hosts(string? hosts) => new() { Variables = ImmutableDictionary<string, string>.Empty.Add("DISTCC_HOSTS", hosts ?? "") };

    private static ImmutableSortedDictionary<string, string> PackagesAndErrors(HelloProject project) => PackagesAndErrors(project.Bytes());

    private static ImmutableSortedDictionary<string, string> PackagesAndErrors(ImmutableSortedDictionary<string, string> artifacts) =>
        artifacts.Where(artifact => artifact.Key.EndsWith(".rpm", StringComparison.Ordinal) || artifact.Key.EndsWith(".bz2", StringComparison.Ordinal) || artifact.Key == "error.log").ToImmutableSortedDictionary(StringComparer.Ordinal);
}
