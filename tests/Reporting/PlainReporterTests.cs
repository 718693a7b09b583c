using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests.Reporting;

/// <summary>A log that people and CI services read.</summary>
internal sealed class PlainReporterTests
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private string[] Lines => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [TearDown]
    public void Clear()
    {
        output.GetStringBuilder().Clear();
        error.GetStringBuilder().Clear();
    }

    [Test]
    public async Task What_runs_beside_a_step_is_told_together_and_not_in_the_middle_of_its_table()
    {
        var reporter = Of(LogGroups.Plain);
        var archiveIsDone = new TaskCompletionSource();
        reporter.StepBegins("Stage");
        reporter.Line("first of Stage");
        var archive = Task.Run(() =>
        {
            reporter.StepBegins("Archive");
            reporter.Line("first of Archive");
            archiveIsDone.SetResult();
            reporter.Line("last of Archive");
            reporter.StepEnds("Archive", StepState.Done);
        });
        await archiveIsDone.Task;
        await archive;
        reporter.Line("last of Stage");
        reporter.StepEnds("Stage", StepState.Done);

        Assert.That(
            Lines.Select(line => line.Contains(" after ", StringComparison.Ordinal) ? line[..line.IndexOf(" after ", StringComparison.Ordinal)] : line),
            Is.EqualTo((string[])["── Stage", "first of Stage", "── Archive", "first of Archive", "last of Archive", "Archive: done", "── Stage", "last of Stage", "Stage: done"]));
    }

    [Test]
    public void GitHub_gets_groups_that_are_closed_whatever_happens_and_warnings_it_can_count()
    {
        var reporter = Of(LogGroups.GitHub);
        reporter.StepBegins("Make");
        reporter.Warning("100 % of\ntwo lines");
        reporter.StepEnds("Make", StepState.Failed);
        reporter.StepBegins("Stage");
        reporter.Close();

        Assert.That(Lines[0], Is.EqualTo("::group::Make"));
        Assert.That(Lines[1], Is.EqualTo("::warning::100 %25 of%0Atwo lines"));
        Assert.That(Lines[2], Does.StartWith("Make: failed after "));
        Assert.That(Lines[3..], Is.EqualTo((string[])["::endgroup::", "::group::Stage", "::endgroup::"]));
    }

    [Test]
    public void GitLab_gets_sections_of_its_own_form()
    {
        var reporter = Of(LogGroups.GitLab);
        reporter.StepBegins("Make");
        reporter.StepEnds("Make", StepState.Done);

        Assert.That(Lines[0], Does.Match("^\e\\[0Ksection_start:[0-9]+:make\r\e\\[0KMake$"));
        Assert.That(Lines[^1], Does.Match("^\e\\[0Ksection_end:[0-9]+:make\r\e\\[0K$"));
    }

    [Test]
    public void A_step_that_is_kept_is_a_line_and_no_group()
    {
        var reporter = Of(LogGroups.GitHub);
        reporter.StepEnds("Unpack", StepState.Kept);

        Assert.That(Lines, Is.EqualTo((string[])["Unpack: nothing changed, not run again"]));
    }

    [Test]
    public void What_others_wrote_moves_no_cursor()
    {
        var reporter = Of(LogGroups.Plain);
        reporter.Line("a\e[2Jb");
        reporter.Warning("c\e[2Jd");

        Assert.That(output.ToString() + error, Does.Not.Contain("\e"));
        Assert.That(error.ToString(), Does.StartWith("Warning: c"));
    }

    private PlainReporter Of(LogGroups groups) => new(output, error, isVerbose: false, groups);
}
