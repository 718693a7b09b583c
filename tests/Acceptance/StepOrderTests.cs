using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

public sealed class StepOrderTests
{
    [Test]
    public void A_step_alone_without_a_source_says_that_Fetch_has_left_none()
    {
        var project = HelloProjects.Fresh();

        project.Run("--target=Make", "--exclusive").MustFail(ExitCode.StepOrder, "Fetch has not left a source here", "without --exclusive, which runs Fetch first");
    }

    [TestCase("Patch", "Unpack")]
    [TestCase("Make", "Configure")]
    [TestCase("Stage", "Make")]
    [TestCase("Rpm", "Stage")]
    [TestCase("Assemble", "Make")]
    [TestCase("Default", "Assemble")]
    public void A_step_alone_whose_predecessor_has_left_nothing_names_it(string step, string predecessor)
    {
        var project = HelloProjects.Built();
        File.Delete(Path.Combine(project.Workspace, "journal", predecessor + ".json"));

        var run = project.Run($"--target={step}", "--exclusive");

        run.MustFail(ExitCode.StepOrder, $"{predecessor} has not left its result here", $"--target={step} without --exclusive, which runs {predecessor} first");
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    [Test]
    public void A_step_alone_goes_on_from_what_the_steps_before_it_left()
    {
        var project = HelloProjects.Built();
        Directory.Delete(Path.Combine(project.Workspace, "archive"), recursive: true);

        var run = project.Succeed("--target=Archive", "--exclusive");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output, Does.Contain("Archive: hello-1.0-100521.tar.bz2").And.Not.Contain("Make: "));
            Assert.That(File.Exists(Path.Combine(project.Workspace, "archive", "hello-1.0-100521.tar.bz2")), Is.True);
        }
    }
}
