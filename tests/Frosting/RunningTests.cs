using static Dom0Iptables.Tests.Frosting.SampleTasks;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>Which tasks run, and in which order.</summary>
internal sealed class RunningTests
{
    [Test]
    public void Dependencies_and_dependees_run_first_and_Default_is_the_target_of_a_run_that_names_none()
    {
        var run = HostRun.Of(Pipeline);

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Story, Is.EqualTo("Fetch, Configure, Lint, Make"));
    }

    [TestCase("--target", "Configure")]
    [TestCase("-t", "Configure")]
    [TestCase("--target=configure")]
    public void A_named_target_runs_with_its_dependencies_only(params string[] arguments)
        => Assert.That(HostRun.Of(Pipeline, arguments).Story, Is.EqualTo("Fetch, Configure"));

    [Test]
    public void Several_targets_share_their_dependencies()
    {
        var run = HostRun.Of(Pipeline, "--target", "Configure", "-t", "Make", "-t", "Fetch-Source");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Story, Is.EqualTo("Fetch, Configure, Lint, Make"));
    }

    [TestCase("--exclusive")]
    [TestCase("-e")]
    public void An_exclusive_target_runs_alone(string option)
        => Assert.That(HostRun.Of(Pipeline, "--target", "Make", option).Story, Is.EqualTo("Make"));

    [Test]
    public void A_task_that_awaits_is_awaited()
        => Assert.That(HostRun.Of([typeof(Slow), typeof(Plain)], "-t", "Plain").Story, Is.EqualTo("Slow, Plain"));

    [Test]
    public void A_task_that_should_not_run_is_skipped_and_the_run_goes_on()
    {
        var run = HostRun.Of([typeof(Unwilling), typeof(AfterUnwilling)], "-t", "AfterUnwilling");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Story, Is.EqualTo("AfterUnwilling"));
        Assert.That(run.Output, Does.Match("Unwilling .* Skipped +there is nothing to do"));
    }

    [Test]
    public void A_task_that_should_run_runs()
        => Assert.That(HostRun.Of([typeof(Unwilling)], "-t", "Unwilling", "--platform=native").Story, Is.EqualTo("Unwilling"));

    [Test]
    public void A_target_that_should_not_run_fails_the_run()
    {
        var run = HostRun.Of([typeof(Unwilling)], "-t", "Unwilling");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("Could not reach target 'Unwilling'").And.Contain("there is nothing to do"));
    }

    [Test]
    public void A_task_for_another_context_is_left_out_with_a_warning()
    {
        var run = HostRun.Of([.. Pipeline, typeof(Foreign)], "--tree");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain(typeof(ForeignContext).FullName));
        Assert.That(run.Output.Split(Environment.NewLine), Does.Contain("Default").And.Not.Contain("Foreign"));
    }

    [Test]
    public void A_dependency_that_is_no_task_is_refused_by_name()
    {
        var run = HostRun.Of([typeof(Miswired)], "-t", "Miswired");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("'String' is not a valid task"));
    }

    [Test]
    public void Of_an_assembly_the_exported_tasks_are_taken_and_no_others()
    {
        var run = HostRun.Of(host => host.AddAssembly(typeof(ExportedSampleTask).Assembly), "--description");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain(nameof(ExportedSampleTask)).And.Not.Contain(nameof(Lint)));
    }
}
