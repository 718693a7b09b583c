using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests.Journal;

/// <summary>A step is run when something that it reads or wrote has changed, and only then.</summary>
internal sealed class StepJournalTests
{
    private readonly ReporterSpy reporter = new();
    private TemporaryFolder temporary = null!;
    private JournalRules rules = null!;
    private string work = "";

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        rules = new JournalRules(null, false, TimeSpan.FromMinutes(1));
        reporter.Lines.Clear();
        work = "";
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public async Task The_same_step_is_run_once_and_then_said_to_be_left_out()
    {
        await RunAsync(First());
        await RunAsync(First());

        Assert.Multiple(() =>
        {
            Assert.That(work, Is.EqualTo("First "));
            Assert.That(reporter.Steps.TakeLast(3), Is.EqualTo(new[] { ("First", StepState.Running), ("First", StepState.Done), ("First", StepState.Kept) }));
        });
    }

    [Test]
    public async Task A_changed_input_runs_it_again_and_says_which()
    {
        await RunAsync(First("flags", "-O2"));
        await RunAsync(First("flags", "-O3"));

        Assert.Multiple(() =>
        {
            Assert.That(work, Is.EqualTo("First First "));
            Assert.That(reporter.Lines[^1], Is.EqualTo("First: run again, because flags has changed"));
        });
    }

    [Test]
    public async Task An_input_more_or_less_runs_it_again()
    {
        await RunAsync(First("flags", "-O2"));
        await RunAsync(First());
        await RunAsync(First("other", "x"));

        Assert.That(work, Is.EqualTo("First First First "));
    }

    [Test]
    public async Task A_changed_or_removed_output_runs_it_again()
    {
        await RunAsync(First());
        temporary.Write("First.out", "edited by hand");
        await RunAsync(First());
        File.Delete(temporary.Of("First.out"));
        await RunAsync(First());

        Assert.Multiple(() =>
        {
            Assert.That(work, Is.EqualTo("First First First "));
            Assert.That(reporter.Lines[^1], Is.EqualTo("First: run again, because what it left has changed"));
        });
    }

    [Test]
    public async Task What_the_step_before_it_left_anew_runs_it_again()
    {
        await RunAsync(First("content", "1"));
        await RunAsync(Second());
        await RunAsync(First("content", "2"));
        await RunAsync(Second());

        Assert.That(work, Is.EqualTo("First Second First Second "));
    }

    [Test]
    public async Task The_step_before_it_run_again_with_the_same_result_does_not()
    {
        await RunAsync(First("remark", "1"));
        await RunAsync(Second());
        await RunAsync(First("remark", "2"));
        await RunAsync(Second());

        Assert.That(work, Is.EqualTo("First Second First "));
    }

    [Test]
    public async Task A_step_that_failed_or_was_stopped_is_run_again()
    {
        await RunAsync(First("content", "1"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(First("content", "2") with { Work = _ => throw new OperationCanceledException() }));

        // The inputs of the first run again: its record must not have outlived the second, which may have half-overwritten its output.
        await RunAsync(First("content", "1"));

        Assert.That(work, Is.EqualTo("First First "));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{\"Inputs\":null,\"Output\":null,\"Duration\":\"00:00:01\"}")]
    [TestCase("\0\0\0\0")]
    public async Task A_damaged_record_proves_nothing(string record)
    {
        await RunAsync(First());
        temporary.Write("journal/First.json", record);

        await RunAsync(First());

        Assert.That(work, Is.EqualTo("First First "));
    }

    [Test]
    public async Task A_step_without_its_predecessors_result_says_what_to_run_first()
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Second())))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(15));
            Assert.That(failure.Step, Is.EqualTo("Second"));
            Assert.That(failure.Problem, Is.EqualTo("First has not left its result here"));
            Assert.That(failure.NextStep, Does.Contain("--target=Second without --exclusive"));
            Assert.That(work, Is.Empty);
        });
    }

    [Test]
    public async Task How_long_a_step_took_is_kept()
    {
        await RunAsync(First() with { Work = token => Task.Delay(30, token) });

        Assert.That(new StepJournal(temporary.Of("journal"), rules, reporter).Find("First")!.Duration, Is.GreaterThan(TimeSpan.FromMilliseconds(20)));
    }

    [Test]
    public async Task What_is_asked_for_is_run_again_with_what_reads_it_and_nothing_before_it()
    {
        await RunAllAsync();
        rules = rules with { From = "Second" };
        work = "";
        await RunAllAsync();

        Assert.That(work, Is.EqualTo("Second Third "));
    }

    [Test]
    public async Task Everything_is_run_again_where_that_is_asked_for()
    {
        await RunAllAsync();
        rules = rules with { Force = true };
        work = "";
        await RunAllAsync();

        Assert.That(work, Is.EqualTo("First Second Third "));
    }

    [Test]
    public async Task What_a_step_left_and_somebody_has_changed_since_is_not_read_by_the_next()
    {
        await RunAsync(First());
        File.AppendAllText(temporary.Of("First.out"), "x");

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Second())))!;

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.StepOrder));
            Assert.That(failure.Problem, Is.EqualTo("First has left a result that is not as it was any more"));
            Assert.That(work, Is.EqualTo("First "));
        });
    }

    [Test]
    public async Task A_workspace_that_was_moved_is_taken_up_where_it_is()
    {
        await RunAsync(First());
        var moved = temporary.Of("moved");
        Directory.CreateDirectory(moved);
        Directory.Move(temporary.Of("journal"), Path.Combine(moved, "journal"));
        File.Move(temporary.Of("First.out"), Path.Combine(moved, "First.out"));

        Assert.That(await new StepJournal(Path.Combine(moved, "journal"), rules, reporter).RunAsync(Second(), CancellationToken.None), Is.True);
    }

    [Test]
    public async Task A_step_that_takes_too_long_is_ended_and_leaves_no_record()
    {
        rules = rules with { Limit = TimeSpan.FromMilliseconds(50) };
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => RunAsync(First() with { Work = token => Task.Delay(60_000, token) })))!;

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Limit));
            Assert.That(failure.Message, Does.StartWith("First: it took longer than").And.Contain("--timeout=TIME"));
            Assert.That(new StepJournal(temporary.Of("journal"), rules, reporter).Find("First"), Is.Null);
        });
    }

    [Test]
    public async Task What_nobody_need_ask_for_is_done_as_long_as_what_it_read_and_left_is_as_it_was()
    {
        Assert.That(await IsSecondDoneAsync(), Is.False, "before anything was");
        await RunAsync(First("content", "1"));
        await RunAsync(Second());
        Assert.That(await IsSecondDoneAsync(), Is.True);

        await RunAsync(First("content", "2"));
        Assert.That(await IsSecondDoneAsync(), Is.False, "what it read is other");

        await RunAsync(Second());
        File.AppendAllText(temporary.Of("Second.out"), "x");
        Assert.That(await IsSecondDoneAsync(), Is.False, "what it left is other");

        await RunAsync(Second());
        File.Delete(temporary.Of("journal/First.json"));
        Assert.That(await IsSecondDoneAsync(), Is.False, "what it read is gone");
        Assert.That(work, Is.EqualTo("First Second First Second Second "), "and nothing is run");

        Task<bool> IsSecondDoneAsync() => new StepJournal(temporary.Of("journal"), rules, reporter).IsDoneAsync(Second());
    }

    private async Task RunAllAsync()
    {
        var journal = new StepJournal(temporary.Of("journal"), rules, reporter);
        foreach (var step in new[] { First(), Second(), Step("Third", ["Second"], null, "") })
        {
            await journal.RunAsync(step, CancellationToken.None);
        }
    }

    // A new journal each time, as each run of the pipeline has.
    private Task<bool> RunAsync(PipelineStep step) => new StepJournal(temporary.Of("journal"), rules, reporter).RunAsync(step, CancellationToken.None);

    private PipelineStep First(string? input = null, string value = "") => Step("First", [], input, value);

    private PipelineStep Second() => Step("Second", ["First"], null, "");

    private PipelineStep Step(string name, ImmutableArray<string> after, string? input, string value)
    {
        var output = temporary.Of(name + ".out");
        var inputs = input is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add(input, value);
        return new PipelineStep(name, after, inputs, [output], temporary.Of(name + ".log"), _ =>
        {
            work += name + " ";
            File.WriteAllText(output, input == "content" ? value : "same");
            File.SetLastWriteTimeUtc(output, DateTime.UnixEpoch);
            return Task.CompletedTask;
        });
    }
}
