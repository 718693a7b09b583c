using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Dom0Iptables.Handover;
using Dom0Iptables.Rehearsal;

namespace Dom0Iptables.HtmlReport;

/// <summary>Each row of the hand procedure: done by a step of the pipeline, seen in the rehearsal, or neither.</summary>
internal static class RehearsalSection
{
    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(ReportFacts facts)
    {
        ImmutableArray<SceneResult> scenes = [.. facts.Rehearsal.Scenes, .. facts.XenRehearsal?.Scenes ?? []];
        var seen = scenes.SelectMany(scene => scene.Checks.Select(check => (scene.Scene, Check: check))).ToLookup(pair => pair.Check.Row, StringComparer.Ordinal);
        var bare = ProcedureRow.All.Where(row => row.Step is null && seen[row.Row].All(pair => pair.Check.Result == CheckResult.Skip)).Select(row => row.Row).ToList();
        yield return Html.Tag("p", bare.Count == 0
            ? "Every row that is seen on dom0 was looked at in this rehearsal; the others are steps of the pipeline on the maintenance machine."
            : $"Not seen in this rehearsal: {string.Join(", ", bare)}.",
            OnXen(facts));
        yield return HtmlTable.Of(
            "procedure-table",
            "What was done by hand, and what shows that it is done",
            ["row", "by hand", "result", "#checks", "shown by"],
            ProcedureRow.All.Select(row => Row(row, [.. seen[row.Row]], facts.Run.Steps)),
            "told");
        yield return HtmlTable.Of(
            "scenes-table",
            "The scenes of the rehearsal",
            ["scene", "result", "checks", "played on"],
            scenes.Select(scene => (object?[])[scene.Scene, Outcome(scene), scene.Fault is null ? scene.Figure : $"{scene.Figure}; {scene.Fault}", scene.Place]),
            "told");
        foreach (var (index, scene) in scenes.Index())
        {
            yield return Html.Tag(
                "details",
                Html.Class("long"),
                scene.Refuses() ? Html.Has("open", "open") : null,
                Html.Tag("summary", $"Every check of {scene.Scene} ({scene.Checks.Length})"),
                HtmlTable.Of(
                    string.Create(CultureInfo.InvariantCulture, $"scene-{index}-table"),
                    $"The checks of {scene.Scene}, in their order",
                    ["what was looked at", "row", "result", "what was seen"],
                    scene.Checks.Select(check => (object?[])[check.What, check.Row == "-" ? "none" : check.Row, Outcome(check.Result), Html.Code(check.Seen)]),
                    "told"));
        }
    }

    private static object[] OnXen(ReportFacts facts) =>
        facts.XenRehearsal?.Played().IsEmpty == false ? [" It was played on a real Xen, too."]
        : facts.Rehearsal.Played().IsEmpty ? []
        : [" It was not played on a real Xen: ", Html.Code("./build.sh --target=RehearseXen"), " does that, and the next handing over tells of it."];

    private static object?[] Row(ProcedureRow row, ImmutableArray<(string Scene, RehearsalCheck Check)> seen, ImmutableArray<StepTime> steps)
    {
        var looked = seen.Where(pair => pair.Check.Result != CheckResult.Skip).ToList();
        if (looked.Count > 0)
        {
            var failed = looked.Where(pair => pair.Check.Result == CheckResult.Fail).ToList();
            return
            [
                row.Row,
                row.Text,
                failed.Count > 0 ? Mark.Bad("failed") : Mark.Good("seen"),
                $"{looked.Count - failed.Count} of {looked.Count}",
                failed.Count > 0 ? $"{failed[0].Scene}: {failed[0].Check.What}: {failed[0].Check.Seen}" : string.Join(", ", looked.Select(pair => pair.Scene).Distinct(StringComparer.Ordinal)),
            ];
        }

        return row.Step is { } step
            ? [row.Row, row.Text, steps.Any(time => time.Step == step) ? Mark.Good("done") : Mark.None("no record"), "", $"step {step}"]
            : [row.Row, row.Text, Mark.None("not seen"), "", seen.IsEmpty ? "no check of this rehearsal" : $"skipped: {seen[0].Check.Seen}"];
    }

    private static XElement Outcome(SceneResult scene) =>
        scene.Refuses() ? Mark.Bad("failed") : scene.Checks.All(check => check.Result == CheckResult.Skip) ? Mark.None("skipped") : Mark.Good("passed");

    private static XElement Outcome(CheckResult result) => result switch
    {
        CheckResult.Pass => Mark.Good("passed"),
        CheckResult.Fail => Mark.Bad("failed"),
        _ => Mark.None("skipped"),
    };
}
