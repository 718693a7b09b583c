using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using static Dom0Iptables.Tests.Frosting.SampleTasks;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>What a failure does to the run, its lifetimes and its exit code.</summary>
internal sealed class FailureTests
{
    [Test]
    public void A_failed_task_ends_the_run_with_1_whatever_exit_code_it_asked_for()
    {
        var run = HostRun.Of([typeof(Failing), typeof(AfterFailing)], "-t", "AfterFailing");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Story, Is.EqualTo("Failing"));
        Assert.That(run.Output, Does.Contain("Error: The task fails."));
    }

    [Test]
    public void The_teardown_is_handed_the_tasks_own_exception_from_which_a_program_takes_its_exit_code()
    {
        var run = HostRun.Of(WithLifetimes(typeof(Failing), typeof(AfterFailing)), "-t", "AfterFailing");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Story, Is.EqualTo("setup for AfterFailing, before Failing, Failing, after Failing: CakeException 7, teardown after CakeException 7"));
    }

    [Test]
    public void The_context_s_constructor_is_outside_of_the_engine_and_keeps_its_exit_code()
    {
        var run = HostRun.Of(WithLifetimes(Pipeline), "--refuse");

        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Contain("Error: The context refuses."));
    }

    [Test]
    public void An_error_handler_that_rethrows_fails_the_run_and_Finally_comes_after_it()
    {
        var run = HostRun.Of([typeof(Rethrowing)], "-t", "Rethrowing");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Story, Is.EqualTo("Rethrowing, OnError: The task fails., Finally"));
    }

    [Test]
    public void An_error_handler_that_does_not_rethrow_lets_the_run_go_on_and_succeed()
    {
        var run = HostRun.Of([typeof(Handling), typeof(AfterHandling)], "-t", "AfterHandling");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Story, Is.EqualTo("Handling, OnError: The task fails., AfterHandling"));
    }

    [Test]
    public void ContinueOnError_lets_the_run_go_on_and_succeed()
    {
        var run = HostRun.Of([typeof(Harmless), typeof(AfterHarmless)], "-t", "AfterHarmless");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Story, Is.EqualTo("Harmless, AfterHarmless"));
    }

    [Test]
    public void The_lifetimes_enclose_the_run_and_each_task_even_a_skipped_one()
    {
        var run = HostRun.Of(WithLifetimes(typeof(Unwilling), typeof(AfterUnwilling)), "-t", "AfterUnwilling");

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Story, Is.EqualTo("setup for AfterUnwilling, before Unwilling, after Unwilling: skipped, before AfterUnwilling, AfterUnwilling, after AfterUnwilling: success, teardown after success"));
    }

    [Test]
    public void A_dry_run_does_not_spare_the_setup_and_the_teardown()
        => Assert.That(HostRun.Of(WithLifetimes(Pipeline), "--dryrun").Story, Is.EqualTo("setup for Default, teardown after success"));

    [Test]
    public void A_failed_setup_runs_no_task_but_the_teardown()
    {
        var run = HostRun.Of(WithLifetimes(Pipeline), "--fail-in=setup");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Story, Is.EqualTo("setup for Default, teardown after CakeException 9"));
    }

    [Test]
    public void A_failed_teardown_of_a_run_that_succeeded_fails_it()
    {
        var run = HostRun.Of(WithLifetimes(typeof(Slow)), "-t", "Slow", "--fail-in=teardown");

        Assert.That(run.ExitCode, Is.EqualTo(9), run.Output);
    }

    [Test]
    public void An_unknown_target_is_refused_by_name_before_anything_runs()
    {
        var run = HostRun.Of(WithLifetimes(Pipeline), "--target", "Mkae");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Contain("The target 'Mkae' was not found."));
    }

    [TestCase("Make")]
    [TestCase("--verbosity", "loud")]
    [TestCase("--tree=yes")]
    public void Arguments_that_cannot_be_parsed_end_the_run_with_minus_1(params string[] arguments)
    {
        var run = HostRun.Of(WithLifetimes(Pipeline), arguments);

        Assert.That(run.ExitCode, Is.EqualTo(-1));
        Assert.That(run.Journal, Is.Empty);
    }

    [Test]
    public void A_startup_class_can_hold_the_registrations()
    {
        var run = HostRun.Of(host => host.UseStartup<Startup>().AddAssembly(new TaskSet(Pipeline)), "-t", "Fetch-Source");

        Assert.That(run.Story, Is.EqualTo("setup for Fetch-Source, before Fetch-Source, Fetch, after Fetch-Source: success, teardown after success"));
    }

    private static Action<CakeHost> WithLifetimes(params Type[] tasks)
        => host => host.AddAssembly(new TaskSet(tasks)).UseLifetime<SampleLifetime>().UseTaskLifetime<SampleTaskLifetime>();

    private sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) => services.UseLifetime<SampleLifetime>().UseTaskLifetime<SampleTaskLifetime>();
    }
}
