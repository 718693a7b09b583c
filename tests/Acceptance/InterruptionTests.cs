using System.Diagnostics;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A run that is ended in the middle of make leaves no process and nothing half-made, and the next one goes on.</summary>
public sealed class InterruptionTests
{
    [TestCase("INT", ExitCode.Interrupted)]
    [TestCase("TERM", ExitCode.Terminated)]
    public void A_signal_ends_the_run_and_its_children_within_seconds_with_its_own_exit_code(string signal, ExitCode code)
    {
        var project = HelloProjects.Fresh();
        using var run = StartAndWaitForMake(project);
        var processes = ProcessTree.Below(run.Id);
        var watch = Stopwatch.StartNew();

        Shell.Run("/", $"kill -{signal} {run.Id}");

        PipelineRun.Of(run).MustEndWith(code);
        TestContext.Out.WriteLine($"{watch.Elapsed.TotalSeconds:0.00} s from SIG{signal} to the end of {processes.Count} processes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
            Assert.That(ProcessTree.Alive(processes), Is.Empty);
            Assert.That(Shell.Run("/", $"grep -c {project.Folder} /proc/self/mounts; true").Trim(), Is.EqualTo("0"));
            Assert.That(Directory.Exists(project.Artifacts), Is.False);
        }

        MustGoOn(project);
    }

    [Test]
    public void Several_platforms_are_ended_together_and_it_is_said_that_the_same_command_goes_on()
    {
        var project = HelloProjects.Fresh();
        project.AddPlatform("other");
        using var run = StartAndWaitForMake(project, "--platform=other");
        var processes = ProcessTree.Below(run.Id);

        Shell.Run("/", $"kill -INT {run.Id}");

        var ended = PipelineRun.Of(run).MustEndWith(ExitCode.Interrupted);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended.Error, Does.Contain("Error: Platforms: stopped; what was done before it is kept, and the same command goes on from there"));
            Assert.That(ProcessTree.Alive(processes), Is.Empty);
        }

        MustGoOn(project);
    }

    [Test]
    public void A_pipeline_that_is_killed_outright_takes_all_it_started_with_it_and_the_next_run_gives_the_same_bytes()
    {
        var project = HelloProjects.Fresh();
        using var run = StartAndWaitForMake(project);
        var processes = ProcessTree.Below(run.Id);

        // It alone, as the kernel does that is short of memory.
        Shell.Run("/", $"kill -KILL {run.Id}");
        run.WaitForExit();

        Assert.That(() => ProcessTree.Alive(processes), Is.Empty.After(5000, 20));
        MustGoOn(project);
    }

    [Test]
    public void A_step_that_takes_too_long_is_ended_with_all_it_started()
    {
        var project = HelloProjects.Fresh();
        project.Succeed("--target=Configure");
        using var run = StartAndWaitForMake(project, "--timeout=10s");
        var processes = ProcessTree.Below(run.Id);

        PipelineRun.Of(run).MustFail(ExitCode.Limit, "Make: it took longer than the 10 seconds that a step may take", "make.log", "--timeout=TIME");

        Assert.That(ProcessTree.Alive(processes), Is.Empty);
        MustGoOn(project);
    }

    [Test]
    public void A_second_run_in_the_same_workspace_is_refused_and_names_the_first()
    {
        var project = HelloProjects.Fresh();
        using var first = StartAndWaitForMake(project);
        try
        {
            project.Run().MustFail(ExitCode.Busy, $"process {first.Id} works in {project.Workspace}", "--wait");
        }
        finally
        {
            HelloProject.Release(first);
        }

        PipelineRun.Of(first).MustEndWith(ExitCode.Success);
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    [Test]
    public void A_second_run_that_waits_goes_on_at_the_end_of_the_first_and_has_nothing_to_do()
    {
        var project = HelloProjects.Fresh();
        using var first = StartAndWaitForMake(project);
        using var second = project.Start(new Manner(), "--wait");
        var output = second.StandardOutput;
        string? line;
        do
        {
            line = output.ReadLine();
        }
        while (line is not null && !line.Contains($"process {first.Id} works in {project.Workspace}; waiting for its end", StringComparison.Ordinal));

        Assert.That(line, Is.Not.Null);
        HelloProject.Release(first);
        PipelineRun.Of(first).MustEndWith(ExitCode.Success);
        var run = PipelineRun.Of(second).MustEndWith(ExitCode.Success);
        Assert.That(run.StepsRun, Is.Empty, run.Output);
    }

    private static Process StartAndWaitForMake(HelloProject project, params string[] arguments)
    {
        var run = project.Start(new Manner(), [HelloProject.Hold, .. arguments]);
        var watch = Stopwatch.StartNew();
        while (!ProcessTree.Below(run.Id).Any(process => process.Command == "sleep 300"))
        {
            Assert.That(run.HasExited, Is.False, () => PipelineRun.Of(run).ToString());
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(1)), "make has not begun");
            Thread.Sleep(20);
        }

        return run;
    }

    private static void MustGoOn(HelloProject project)
    {
        project.Succeed();
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }
}
