using System.Globalization;
using System.Xml.Linq;
using Dom0Iptables.Handover;

namespace Dom0Iptables.HtmlReport;

/// <summary>When each step ran: a bar on one axis for each that this run has run, and a date for each whose result it kept.</summary>
internal static class TimelineSection
{
    private const int MostMarks = 6;

    private static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(RunRecord run)
    {
        var own = run.Steps.Where(step => step.IsOfThisRun).ToList();
        var kept = run.Steps.Where(step => !step.IsOfThisRun).ToList();
        yield return Html.Tag("p", own.Count == 0
            ? "No step had to be run again: what they left in earlier runs was handed over."
            : $"{Html.Count(own.Count, "step")} of this run, from {Clock(own.Min(step => step.Started))} to the handing over at {Clock(run.HandedOver)} UTC"
                + (kept.Count == 0 ? "." : $"; {kept.Count} had nothing to do, for nothing they read had changed."));
        yield return Html.Tag("p", "Between two bars the pipeline looked whether anything had changed. CPU time is that of a process with all it started, as it was last seen, up to a fifth of a second before its end.");
        if (own.Count > 0)
        {
            var start = own.Min(step => step.Started);
            var span = Math.Max((run.HandedOver - start).TotalSeconds, 0.001);
            var marks = Marks(span);
            yield return HtmlTable.Of(
                "steps-table",
                "Steps of this run, in seconds from the first on",
                ["step", "#began", "#took", "when"],
                own.Select(step => (object?[])
                [
                    step.Step, $"+{Html.Seconds((step.Started - start).TotalSeconds)}", Html.Seconds(step.Seconds), Bar((step.Started - start).TotalSeconds / span, step.Seconds / span, span, marks),
                ]).Append(["handed over", $"+{Html.Seconds(span)}", "", Axis(span, marks)]),
                "timeline");
            var processes = own.SelectMany(step => step.Processes.Select(process => (step.Step, Process: process))).ToList();
            if (processes.Count > 0)
            {
                yield return HtmlTable.Of(
                    "processes-table",
                    "The longest processes of each step, on the same axis",
                    ["process", "step", "#exit code", "#began", "#took", "#CPU time", "when"],
                    processes.Select(pair => (object?[])
                    [
                        Html.Code(pair.Process.Program),
                        pair.Step,
                        pair.Process.ExitCode.ToString(CultureInfo.InvariantCulture),
                        $"+{Html.Seconds((pair.Process.Started - start).TotalSeconds)}",
                        Html.Seconds(pair.Process.Seconds),
                        pair.Process.ProcessorSeconds is { } processor ? Html.Seconds(processor) : "",
                        Bar((pair.Process.Started - start).TotalSeconds / span, pair.Process.Seconds / span, span, marks),
                    ]),
                    "timeline");
            }
        }

        if (kept.Count > 0)
        {
            yield return HtmlTable.Of(
                "kept-table",
                "Steps whose result was kept from a run before",
                ["step", "#took then", "when"],
                kept.Select(step => (object?[])[step.Step, Html.Seconds(step.Seconds), Html.Time(step.Started)]));
        }
    }

    private static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // 1, 2 or 5 of a power of ten, as many as are well apart.
    private static List<double> Marks(double span)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / MostMarks)));
        var step = Factors.Select(factor => factor * power).First(step => span / step <= MostMarks);
        return [.. Enumerable.Range(0, (int)(span / step) + 1).Select(index => index * step)];
    }

    private static XElement Bar(double start, double width, double span, List<double> marks) => Html.Tag(
        "svg",
        Html.Has("width", "100%"),
        Html.Has("height", "20"),
        Html.Has("aria-hidden", "true"),
        marks.Select(mark => Line(mark / span, 20)),
        Html.Tag("rect", Html.Class("bar"), Html.Has("x", Percent(start)), Html.Has("y", "3"), Html.Has("width", Percent(width)), Html.Has("height", "14"), Html.Has("rx", "2")));

    private static XElement Axis(double span, List<double> marks) => Html.Tag(
        "svg",
        Html.Has("width", "100%"),
        Html.Has("height", "20"),
        Html.Has("aria-hidden", "true"),
        marks.Select(mark => Line(mark / span, 4)),
        marks.Select(mark => Html.Tag(
            "text",
            Html.Has("x", Percent(mark / span)),
            Html.Has("y", "17"),
            Html.Has("text-anchor", mark == 0 ? "start" : mark / span > 0.95 ? "end" : "middle"),
            mark.ToString("0.###", CultureInfo.InvariantCulture))));

    private static XElement Line(double where, int height) => Html.Tag("line", Html.Class("mark-line"), Html.Has("x1", Percent(where)), Html.Has("x2", Percent(where)), Html.Has("y1", "0"), Html.Has("y2", height.ToString(CultureInfo.InvariantCulture)));

    private static string Percent(double part) => (Math.Clamp(part, 0, 1) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
