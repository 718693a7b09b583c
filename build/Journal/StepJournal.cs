using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Journal;

/// <summary>
/// Runs steps, and leaves out those whose inputs and outputs are as they were. A step that was cut short has no
/// record, so the next run does it again from what the step before it left.
/// </summary>
/// <param name="folder">Where the records are kept.</param>
/// <param name="reporter">Told which steps are run and which are not.</param>
public sealed class StepJournal(string folder, IReporter reporter)
{
    // A record that lacks a part must not be read as one whose part is null.
    private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>Runs a step unless it has been done on the same inputs and its outputs are as it left them.</summary>
    /// <returns>Whether the step was run.</returns>
    /// <exception cref="PipelineException">A step it reads from has left nothing (<see cref="ExitCode.StepOrder"/>), or whatever the step's work throws.</exception>
    public async Task<bool> RunAsync(PipelineStep step, CancellationToken cancellationToken)
    {
        var inputs = step.Inputs.AddRange(step.After.Select(before => KeyValuePair.Create($"result of {before}", ResultOf(before, step.Name))));
        var known = Find(step.Name);
        if (known is not null && Changed(known.Inputs, inputs) is null && known.Output == OutputOf(step))
        {
            reporter.Line($"{step.Name}: nothing changed, not run again");
            return false;
        }

        if (known is not null)
        {
            reporter.Detail($"{step.Name}: run again, because {Changed(known.Inputs, inputs) ?? "what it left"} has changed");
        }

        Directory.CreateDirectory(folder);
        File.Delete(PathOf(step.Name));
        var watch = Stopwatch.StartNew();
        await step.Work(cancellationToken);
        Write(step.Name, new StepRecord(inputs, OutputOf(step), watch.Elapsed));
        return true;
    }

    /// <summary>What the journal holds of a step, or null where it has not been done.</summary>
    public StepRecord? Find(string step)
    {
        try
        {
            return JsonSerializer.Deserialize<StepRecord>(File.ReadAllText(PathOf(step)), Strict);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // Absent, or damaged: either way it proves nothing, and the step is run.
            return null;
        }
    }

    private static string OutputOf(PipelineStep step) => Fingerprint.OfTexts(step.Outputs.Select(Fingerprint.OfPath));

    private static string? Changed(ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> now) =>
        now.Keys.Union(before.Keys).FirstOrDefault(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key));

    private string ResultOf(string step, string reader) =>
        Find(step)?.Output ?? throw new PipelineException(
            ExitCode.StepOrder,
            reader,
            $"{step} has not left its result here",
            $"run ./build.sh --target={reader} without --exclusive, which runs {step} first");

    private void Write(string step, StepRecord record)
    {
        var path = PathOf(step);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(record));
        File.Move(path + ".partial", path, overwrite: true);
    }

    private string PathOf(string step) => Path.Combine(folder, step + ".json");
}
