using System.Diagnostics;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A run that is ended in the middle of make leaves no process and nothing half-made, and the next one goes on.</summary>
public sealed class InterruptionTests
{
    [TestCase("INT", ExitCode.Interrupted)]
    [TestCase("TERM", ExitCode.Terminated)]
    public void A_signal_ends_the_run_and_its_children_with_its_own_exit_code(string signal, ExitCode code)
    {
        var project = HelloProjects.Fresh();
        using var run = StartAndWaitForMake(project);

        Shell.Run("/", $"kill -{signal} {run.Id}");

        PipelineRun.Of(run).MustEndWith(code);
        Assert.That(() => project.Processes(), Is.Empty.After(5000, 100));
        Assert.That(Directory.Exists(project.Artifacts), Is.False);
        MustGoOn(project);
    }

    [Test]
    public void A_run_that_was_killed_outright_is_continued_with_the_same_bytes()
    {
        var project = HelloProjects.Fresh();
        using var run = StartAndWaitForMake(project);

        // The whole session, as when a machine dies.
        Shell.Run("/", $"pkill -KILL --session {run.Id}; true");
        run.WaitForExit();

        MustGoOn(project);
    }

    [Test]
    public void A_second_run_in_the_same_workspace_is_refused_and_names_the_first()
    {
        var project = HelloProjects.Fresh();
        using var first = StartAndWaitForMake(project);
        try
        {
            project.Run().MustFail(ExitCode.Busy, $"process {first.Id} works in {project.Workspace}");
        }
        finally
        {
            File.Delete(project.Hold);
        }

        PipelineRun.Of(first).MustEndWith(ExitCode.Success);
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    private static Process StartAndWaitForMake(HelloProject project)
    {
        File.WriteAllText(project.Hold, "");
        var run = project.Start(new Manner());
        var watch = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(project.Workspace, "logs", "make.log")) || !project.Processes().Any())
        {
            Assert.That(run.HasExited, Is.False, () => PipelineRun.Of(run).ToString());
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), "make has not begun");
            Thread.Sleep(50);
        }

        Thread.Sleep(1000);
        return run;
    }

    private static void MustGoOn(HelloProject project)
    {
        File.Delete(project.Hold);
        project.Succeed();
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }
}
