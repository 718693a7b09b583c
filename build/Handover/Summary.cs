using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Journal;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Release;
using Dom0Iptables.Signing;

namespace Dom0Iptables.Handover;

/// <summary>What a person reads at the end of a run, on one screen.</summary>
public static class Summary
{
    private const int SlowestShown = 4;

    /// <summary>The lines; the first names what was really built.</summary>
    public static IEnumerable<string> Of(ReleaseInputs inputs, StepJournal journal, ArtifactSigner? signer)
    {
        var recipe = inputs.Recipe;
        var instead = recipe.Id == inputs.RequestedRecipe ? "" : $"  (INSTEAD OF {inputs.RequestedRecipe}, whose source cannot be reached)";
        var gates = GateReport.Read(GateRun.ReportIn(inputs.Workspace.Gates)).Verdicts;
        var rehearsal = RehearsalReport.Read(Path.Combine(inputs.Artifacts, HandoverFile.Rehearsal));
        var bootsOfXen = HandoverFile.ReadXenRehearsal(inputs.Artifacts)?.Played() ?? [];
        var steps = RunRecord.Of(inputs, journal).Steps;
        yield return "";
        yield return $"Built {recipe.Name} {recipe.Version} for {inputs.Platform.Id}{instead}";
        yield return $"  from      {inputs.Source.FileName}: {string.Join(", ", inputs.Source.Proof.Statements)}";
        yield return $"  make      {WarningSummary.Of(CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog))}";
        yield return "  gates     " + string.Join(", ", gates.GroupBy(verdict => verdict.Outcome, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        yield return "  rehearsed " + Rehearsed(rehearsal.Played(), "scenes");
        if (!bootsOfXen.IsEmpty)
        {
            yield return "  on Xen    " + Rehearsed(bootsOfXen, "boots");
        }

        foreach (var (index, line) in NotDone(inputs, gates, rehearsal, isRehearsedOnXen: !bootsOfXen.IsEmpty, signer).Index())
        {
            yield return (index == 0 ? "  not done  " : "            ") + line;
        }

        yield return "  took      " + Took(steps);
        var kept = steps.Where(step => !step.IsOfThisRun).Select(step => step.Step).ToImmutableArray();
        if (kept.Length > 0)
        {
            yield return $"  kept      {string.Join(", ", kept)}: nothing changed";
        }

        yield return $"  in        {inputs.Artifacts}";
        var files = Directory.EnumerateFiles(inputs.Artifacts).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToLookup(file => Path.GetExtension(file) is ".rpm" or ".bz2");
        foreach (var file in files[true])
        {
            yield return $"            {file}  {new FileInfo(Path.Combine(inputs.Artifacts, file)).Length / 1024.0:0} KiB";
        }

        // Each package's own signature lies beside it.
        yield return $"            {string.Join(", ", files[false].Where(file => !file.EndsWith(".rpm.asc", StringComparison.Ordinal)))}, logs/";
    }

    private static string Rehearsed(ImmutableArray<SceneResult> played, string scenes) => played.IsEmpty
        ? "nothing"
        : string.Join(", ", played.SelectMany(scene => scene.Checks).GroupBy(check => check.Result).OrderBy(group => group.Key).Select(group => $"{group.Count()} checks {SceneResult.Word(group.Key)}")) + $" in {played.Length} {scenes}";

    private static IEnumerable<string> NotDone(ReleaseInputs inputs, ImmutableArray<GateVerdict> gates, RehearsalReport rehearsal, bool isRehearsedOnXen, ArtifactSigner? signer)
    {
        foreach (var reason in gates.Where(gate => gate.NotChecked is not null).GroupBy(gate => gate.NotChecked!, StringComparer.Ordinal))
        {
            yield return $"gates {string.Join(", ", reason.Select(gate => gate.Gate))}: {reason.Key}";
        }

        foreach (var reason in rehearsal.Scenes.SelectMany(scene => scene.Checks.Where(check => check.Result == CheckResult.Skip).Select(check => (scene.Scene, check.Seen))).GroupBy(check => check.Seen, StringComparer.Ordinal))
        {
            yield return $"{reason.Count()} {(reason.Count() == 1 ? "check" : "checks")} of {string.Join(", ", reason.Select(check => check.Scene).Distinct())}: {reason.Key}";
        }

        if (!isRehearsedOnXen && !rehearsal.Played().IsEmpty)
        {
            yield return "rehearsal on a real Xen, which takes minutes: --target=RehearseXen, then the same command again";
        }

        if (!inputs.IsConfined)
        {
            yield return "walls around the build: --no-sandbox";
        }

        if (signer is null)
        {
            yield return "signatures: no --sign=KEY";
        }
    }

    private static string Took(ImmutableArray<StepTime> steps)
    {
        var slowest = steps.Where(step => step.IsOfThisRun).OrderByDescending(step => step.Seconds).Take(SlowestShown).Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Step} {step.Seconds:0.0} s"));
        using var process = Process.GetCurrentProcess();
        return string.Join(", ", slowest.Prepend(string.Create(CultureInfo.InvariantCulture, $"{(DateTime.Now - process.StartTime).TotalSeconds:0.0} s in all")));
    }
}
