using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Journal;

namespace Dom0Iptables.Tests.Journal;

internal sealed class StepJournalTests
{
    private TemporaryFolder folder = null!;
    private ReporterSpy reporter = null!;
    private StepJournal journal = null!;
    private int runs;

    [SetUp]
    public void Begin()
    {
        folder = new TemporaryFolder();
        reporter = new ReporterSpy();
        journal = new StepJournal(folder.Of("journal"), reporter);
        runs = 0;
    }

    [TearDown]
    public void End() => folder.Dispose();

    [Test]
    public async Task A_step_on_the_same_inputs_is_not_run_again_and_says_so()
    {
        await RunAsync("flags");
        await RunAsync("flags");

        Assert.That(runs, Is.EqualTo(1));
        Assert.That(reporter.Lines, Does.Contain("Make: nothing changed, not run again"));
    }

    [Test]
    public async Task A_changed_input_runs_it_again_and_is_named()
    {
        await RunAsync("flags");
        await RunAsync("other flags");

        Assert.That(runs, Is.EqualTo(2));
        Assert.That(reporter.Lines, Does.Contain("Make: run again, because flags has changed"));
    }

    [TestCase("echo more >> out/file")]
    [TestCase("chmod 600 out/file")]
    [TestCase("touch -d 2001-01-01 out/file")]
    [TestCase("mv out/file out/else")]
    [TestCase("ln -sf elsewhere out/link")]
    [TestCase("touch out/new")]
    [TestCase("rm -r out")]
    public async Task What_it_left_is_made_again_when_something_has_changed_it(string change)
    {
        await RunAsync("flags");
        Acceptance.Shell.Run(folder.Path, change);
        await RunAsync("flags");

        Assert.That(runs, Is.EqualTo(2));
    }

    [Test]
    public async Task Work_that_fails_leaves_no_record()
    {
        await RunAsync("flags");
        var failing = Step("other flags") with { Work = _ => throw new InvalidOperationException("no") };

        await Assert.ThrowsAsync<InvalidOperationException>(() => journal.RunAsync(failing, CancellationToken.None));
        Assert.That(journal.Find("Make"), Is.Null);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"Inputs\":{},\"Duration\":\"00:00:01\"}")]
    public async Task A_damaged_record_proves_nothing(string record)
    {
        await RunAsync("flags");
        File.WriteAllText(folder.Of("journal", "Make.json"), record);
        await RunAsync("flags");

        Assert.That(runs, Is.EqualTo(2));
    }

    [Test]
    public async Task A_step_whose_predecessor_left_something_else_is_run_again()
    {
        var before = new PipelineStep("Configure", [], ImmutableSortedDictionary<string, string>.Empty, [folder.Of("configured")], _ => Task.CompletedTask);
        folder.Write("configured", "one");
        await journal.RunAsync(before, CancellationToken.None);
        await journal.RunAsync(Step("flags") with { After = ["Configure"] }, CancellationToken.None);
        folder.Write("configured", "two");
        await journal.RunAsync(before, CancellationToken.None);
        await journal.RunAsync(Step("flags") with { After = ["Configure"] }, CancellationToken.None);

        Assert.That(runs, Is.EqualTo(2));
    }

    [Test]
    public async Task A_step_whose_predecessor_left_nothing_is_refused()
    {
        var failure = await Assert.ThrowsAsync<PipelineException>(() => journal.RunAsync(Step("flags") with { After = ["Configure"] }, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.StepOrder));
        Assert.That(failure.Problem, Is.EqualTo("Configure has not left its result here"));
    }

    private Task<bool> RunAsync(string flags) => journal.RunAsync(Step(flags), CancellationToken.None);

    private PipelineStep Step(string flags) => new(
        "Make",
        [],
        ImmutableSortedDictionary<string, string>.Empty.Add("flags", flags),
        [folder.Of("out")],
        _ =>
        {
            runs++;
            Directory.CreateDirectory(folder.Of("out"));
            File.WriteAllText(folder.Of("out", "file"), "made");
            File.Delete(folder.Of("out", "link"));
            File.CreateSymbolicLink(folder.Of("out", "link"), "file");
            return Task.CompletedTask;
        });
}
