using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What a gate refuses is not handed over, but kept; and any package can be held against any platform.</summary>
public sealed class GateTests
{
    private HelloProject project = null!;

    [SetUp]
    public void Take() => project = HelloProjects.Built();

    [Test]
    public void A_package_that_a_gate_refuses_is_kept_with_the_report_and_does_not_reach_the_artifacts()
    {
        HelloProject.Edit(project.Spec, "/usr/local/bin/*", "%attr(4755,root,root) /usr/local/bin/*");

        var run = project.Run().MustFail(ExitCode.Gate, "1 of 10 gates refuse", "files (1)", "report.json");

        Assert.That(run.Output, Does.Contain("files refuses:").And.Contain("/usr/local/bin/hello: is setuid, setgid or sticky (4755)").And.Contain("next: give it an ordinary mode in %files"));
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "rpm.log", "gates.json");
        Assert.That(
            Directory.EnumerateFiles(Path.Combine(project.Evidence, "refused")).Select(Path.GetFileName),
            Is.EquivalentTo(Directory.EnumerateFiles(project.Artifacts, "*.rpm").Select(Path.GetFileName)));

        project.Run().MustFail(ExitCode.Gate, "1 of 10 gates refuse");
        HelloProject.Edit(project.Spec, "%attr(4755,root,root) /usr/local/bin/*", "/usr/local/bin/*");
        Assert.That(project.Succeed().Output, Does.Contain("gates     5 passed, 5 not checked"));
        Assert.That(Directory.Exists(project.Evidence), Is.False);
    }

    [Test]
    public void A_package_given_by_hand_is_examined_and_nothing_is_built()
    {
        var package = Directory.EnumerateFiles(project.Artifacts, "hello-1*.rpm").First(file => !file.EndsWith(".src.rpm", StringComparison.Ordinal));
        File.Copy(package, project.Of("given.rpm"));
        Directory.Delete(project.Of("workspace"), recursive: true);

        var run = project.Succeed("--target=Gate", "--rpm=given.rpm");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output, Does.Match(@"symbols +passed +\d+ wanted by 1 ELF files").And.Contain("held against"));
            Assert.That(run.Output, Does.Not.Contain("Unpack").And.Not.Contain("Fetch"));
            Assert.That(Directory.Exists(project.Workspace), Is.False);
        }
    }

    [Test]
    public void A_package_that_is_not_there_or_not_whole_is_one_clear_error()
    {
        File.WriteAllText(project.Of("no.rpm"), "no package\n");

        project.Run("--target=Gate", "--rpm=absent.rpm").MustFail(ExitCode.Usage, $"Gate: there is no package {project.Of("absent.rpm")}");
        project.Run("--target=Gate", "--rpm=no.rpm").MustFail(ExitCode.Packaging, $"Gate: rpm cannot read {project.Of("no.rpm")}", "next:");
        Assert.That(Directory.Exists(project.Evidence), Is.False, "a package given by hand is no failure of the recipe's");
    }
}
