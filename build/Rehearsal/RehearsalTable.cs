using System.Globalization;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Rehearsal;

/// <summary>Shows a report to people.</summary>
public static class RehearsalTable
{
    private const int ShownFailures = 20;

    /// <summary>The lines: what each scene came to, how often each row of the procedure was seen to work, then all that failed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">How many columns there are.</param>
    public static IEnumerable<string> Of(RehearsalReport report, int width) =>
    [
        .. TextTable.Of(width, ["scene", "result", "checks", "played on"], report.Scenes.Select(scene => new[] { scene.Scene, Outcome(scene), scene.Figure, scene.Place })),
        .. TextTable.Of(width, ["row", "checks", "the last that was seen"], Rows(report)),
        .. report.Scenes.SelectMany(Failures),
    ];

    private static string Outcome(SceneResult scene) =>
        scene.Refuses() ? "failed" : scene.Checks.All(check => check.Result == CheckResult.Skip) ? "skipped" : "passed";

    private static IEnumerable<string[]> Rows(RehearsalReport report) =>
        report.Scenes.SelectMany(scene => scene.Checks)
            .Where(check => check.Row.StartsWith('S') && check.Result != CheckResult.Skip)
            .GroupBy(check => check.Row, StringComparer.Ordinal)
            .OrderBy(row => int.Parse(row.Key[1..], CultureInfo.InvariantCulture))
            .Select(row => new[] { row.Key, $"{row.Count(check => check.Result == CheckResult.Pass)} of {row.Count()}", $"{row.Last().What}: {row.Last().Seen}" });

    private static IEnumerable<string> Failures(SceneResult scene)
    {
        var failed = scene.Checks.Where(check => check.Result == CheckResult.Fail).ToList();
        foreach (var check in failed.Take(ShownFailures))
        {
            yield return $"{scene.Scene}, {check.Row}: {check.What}: {check.Seen}";
        }

        if (failed.Count > ShownFailures)
        {
            yield return $"{scene.Scene}: and {failed.Count - ShownFailures} more";
        }

        if (scene.Fault is { } fault)
        {
            yield return $"{scene.Scene}: {fault}";
        }

        foreach (var check in scene.Checks.Where(check => check.Result == CheckResult.Skip))
        {
            yield return $"{scene.Scene}: skipped: {check.What}: {check.Seen}";
        }
    }
}
