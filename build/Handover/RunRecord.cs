using System.Collections.Immutable;
using System.Diagnostics;
using Dom0Iptables.Journal;
using Dom0Iptables.Machine;
using Dom0Iptables.Release;

namespace Dom0Iptables.Handover;

/// <summary>run.json: what depends on the clock and the machine, apart from the manifest so that that one does not.</summary>
/// <param name="HandedOver">When.</param>
/// <param name="SourceOrigin">Where this run had the source from.</param>
/// <param name="Jobs">How many processes make ran at once.</param>
/// <param name="AsRoot">Whether it ran as root.</param>
/// <param name="SecondsByStep">How long each step took when it was last run, in seconds.</param>
/// <param name="Steps">When each step was last run, the first to begin first.</param>
public sealed record RunRecord(DateTimeOffset HandedOver, string SourceOrigin, int Jobs, bool AsRoot, ImmutableSortedDictionary<string, double> SecondsByStep, ImmutableArray<StepTime> Steps)
{
    /// <summary>The record's name among the artifacts.</summary>
    public const string FileName = "run.json";

    private static readonly ImmutableArray<string> Names = ["Unpack", "Patch", "LinkLibrary", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Assemble", "Rehearse"];

    /// <summary>Gathers it.</summary>
    public static RunRecord Of(ReleaseInputs inputs, StepJournal journal)
    {
        using var pipeline = Process.GetCurrentProcess();
        var fetch = new StepTime("Fetch", inputs.Source.Began, inputs.Source.Seconds, inputs.Source.Began > pipeline.StartTime, []);
        var steps = Names.Select(step => (step, record: journal.Find(step)))
            .Where(pair => pair.record is not null)
            .Select(pair => new StepTime(pair.step, pair.record!.Started, Math.Round(pair.record.Duration.TotalSeconds, 3), journal.WasRun(pair.step), pair.record.Processes))
            .Prepend(fetch)
            .OrderBy(step => step.Started)
            .ToImmutableArray();
        return new RunRecord(
            DateTimeOffset.UtcNow,
            inputs.Source.Origin,
            inputs.Jobs,
            Posix.IsRoot,
            steps.ToImmutableSortedDictionary(step => step.Step, step => step.Seconds, StringComparer.Ordinal),
            steps);
    }
}
