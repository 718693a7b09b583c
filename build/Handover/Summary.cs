using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Journal;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Release;

namespace Dom0Iptables.Handover;

/// <summary>What a person reads at the end of a run.</summary>
public static class Summary
{
    /// <summary>The lines; the first names what was really built.</summary>
    public static IEnumerable<string> Of(ReleaseInputs inputs, StepJournal journal)
    {
        var recipe = inputs.Recipe;
        var instead = recipe.Id == inputs.RequestedRecipe ? "" : $"  (INSTEAD OF {inputs.RequestedRecipe}, whose source cannot be reached)";
        yield return "";
        yield return $"Built {recipe.Name} {recipe.Version} for {inputs.Platform.Id}{instead}";
        yield return $"  from      {inputs.Source.FileName}: {string.Join(", ", inputs.Source.Proof.Statements)}";
        yield return $"  make      {WarningSummary.Of(CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog))}";
        yield return "  gates     " + string.Join(", ", GateReport.Read(GateRun.ReportIn(inputs.Workspace.Gates)).Verdicts.GroupBy(verdict => verdict.Outcome, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"));
        yield return "  rehearsed " + string.Join(", ", RehearsalReport.Read(RehearsalRun.ReportIn(inputs.Workspace.Rehearsal)).Scenes.Select(scene => $"{scene.Scene} {scene.Figure}"));
        yield return "  took      " + string.Join(", ", RunRecord.Of(inputs, journal).SecondsByStep.OrderByDescending(pair => pair.Value).Take(4).Select(pair => $"{pair.Key} {pair.Value:0.0} s"));
        yield return $"  in        {inputs.Artifacts}";
        var files = Directory.EnumerateFiles(inputs.Artifacts).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToLookup(file => Path.GetExtension(file) is ".rpm" or ".bz2");
        foreach (var file in files[true])
        {
            yield return $"            {file}  {new FileInfo(Path.Combine(inputs.Artifacts, file)).Length / 1024.0:0} KiB";
        }

        // Each package's own signature lies beside it.
        yield return $"            {string.Join(", ", files[false].Where(file => !file.EndsWith(".rpm.asc", StringComparison.Ordinal)))}, logs/";
    }
}
