using Dom0Iptables.Reporting;
using Spectre.Console;

namespace Dom0Iptables.Tests.Reporting;

/// <summary>What a person sees on a terminal while steps run.</summary>
internal sealed class StepViewTests
{
    private static readonly StepStatus[] Steps =
    [
        new("Unpack", StepState.Kept, TimeSpan.Zero, null, ""),
        new("Configure", StepState.Done, TimeSpan.FromSeconds(3.25), null, "checking"),
        new("Make", StepState.Running, TimeSpan.FromSeconds(75), 0.5, "CC a.c"),
        new("Archive", StepState.Failed, TimeSpan.FromSeconds(1), null, ""),
        new("Stage", StepState.Waiting, TimeSpan.Zero, null, ""),
    ];

    [Test]
    public void Each_step_has_its_state_and_time_and_the_running_one_its_bar_and_last_words()
    {
        Assert.That(Seen(24, hasUnicode: true), Is.EqualTo((string[])[
            "= Unpack           kept",
            "✓ Configure       3.3 s",
            "● Make       1 min 15 s  ██████████░░░░░░░░░░  50 %",
            "✗ Archive         1.0 s",
            "· Stage",
            "CC a.c"]));
    }

    [Test]
    public void A_terminal_of_few_lines_shows_what_is_under_way()
    {
        Assert.That(Seen(6, hasUnicode: false), Is.EqualTo((string[])["* Make     1 min 15 s  ##########----------  50 %", "x Archive       1.0 s", "CC a.c"]));
    }

    [TestCase(true, "…")]
    [TestCase(false, "...")]
    public void A_long_line_of_output_takes_one_line_with_room_for_the_keys_that_end_the_run(bool hasUnicode, string more)
    {
        var seen = Seen(24, hasUnicode, [new("Make", StepState.Running, TimeSpan.FromSeconds(1), null, string.Concat(Enumerable.Repeat("libtool: link: gcc ", 40)))]);

        Assert.That(seen, Has.Length.EqualTo(2));
        Assert.That(seen[1], Has.Length.EqualTo(76).And.EndsWith(more));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public void Nor_does_it_take_more_on_the_narrowest_terminal(int width)
    {
        StepStatus[] steps = [new("M", StepState.Running, TimeSpan.FromSeconds(1), null, "CC       libxt_comment.oo")];
        Assert.That(Seen(24, hasUnicode: false, steps, width).Last(), Has.Length.InRange(1, width).And.Matches(@"^[C .]+$"));
    }

    private static string[] Seen(int height, bool hasUnicode, StepStatus[]? steps = null, int width = 80)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Math.Max(width, 20);
        console.Write(StepView.Of([.. steps ?? Steps], width, height, hasUnicode));
        return [.. writer.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
