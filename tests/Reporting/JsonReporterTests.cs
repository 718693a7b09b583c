using System.Text.Json;
using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests.Reporting;

/// <summary>What a program reads of a run.</summary>
internal sealed class JsonReporterTests
{
    [Test]
    public void Every_line_is_an_object_with_its_event_and_a_failure_says_all_that_is_known()
    {
        var output = new StringWriter();
        var reporter = new JsonReporter(output, isVerbose: false, TimeProvider.System);
        reporter.Plan(["Configure", "Make"]);
        reporter.StepEnds("Configure", StepState.Kept);
        reporter.StepBegins("Make");
        reporter.Line("two\nlines \e[2J");
        reporter.Detail("not asked for");
        reporter.Progress("CC a.c", 1.0 / 3);
        reporter.StepEnds("Make", StepState.Failed);
        reporter.Result(ExitCode.Make, new PipelineException(ExitCode.Make, "Make", "a.c:1: error", "mend it", "make -j2", 2, "/log"));

        var events = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(events.Select(one => one.GetProperty("event").GetString()), Is.EqualTo((string[])["plan", "end", "begin", "line", "progress", "end", "result"]));
            Assert.That(events, Has.All.Matches<JsonElement>(one => DateTimeOffset.TryParse(one.GetProperty("time").GetString(), out _)));
            Assert.That(events[1].GetProperty("state").GetString(), Is.EqualTo("kept"));
            Assert.That(events[3].GetProperty("text").GetString(), Is.EqualTo("two\nlines \e[2J"));
            Assert.That(events[4].GetProperty("fraction").GetDouble(), Is.EqualTo(0.333));
            Assert.That(events[4].GetProperty("step").GetString(), Is.EqualTo("Make"));
            Assert.That(events[5].GetProperty("state").GetString(), Is.EqualTo("failed"));
            Assert.That(events[6].GetRawText(), Does.Contain($"\"exitCode\":{(int)ExitCode.Make}"));
            Assert.That(events[6].GetProperty("log").GetString(), Is.EqualTo("/log"));
            Assert.That(events[6].GetProperty("next").GetString(), Is.EqualTo("mend it"));
            Assert.That(events[6].GetProperty("commandExitCode").GetInt32(), Is.EqualTo(2));
        }
    }
}
