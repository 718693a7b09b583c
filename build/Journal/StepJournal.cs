using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Journal;

/// <summary>
/// Runs steps, and leaves out those whose inputs and outputs are as they were. A step that was cut short has no
/// record, so the next run does it again from what the step before it left.
/// </summary>
/// <param name="folder">Where the records are kept.</param>
/// <param name="rules">What the operator asked of all steps.</param>
/// <param name="reporter">Told which steps are run and which are not.</param>
public sealed class StepJournal(string folder, JournalRules rules, IReporter reporter)
{
    // A record that lacks a part must not be read as one whose part is null.
    private static readonly JsonSerializerOptions Strict = new() { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    // Steps run beside each other.
    private readonly Lock gate = new();

    // What was looked at in this run need not be read again for the steps that follow.
    private readonly HashSet<string> proved = new(StringComparer.Ordinal);

    private readonly HashSet<string> forced = new(StringComparer.Ordinal);

    private readonly HashSet<string> run = new(StringComparer.Ordinal);

    // By paths: what the runs before have left, as long as nothing was run.
    private readonly ConcurrentDictionary<string, Task<string>> seen = new(StringComparer.Ordinal);

    /// <summary>Begins to look at what all steps have left, beside what follows, for when it is asked whether they need be run.</summary>
    public void LookAhead()
    {
        if (rules.Force || !Directory.Exists(folder))
        {
            return;
        }

        foreach (var record in Directory.EnumerateFiles(folder, "*.json").Select(path => Find(Path.GetFileNameWithoutExtension(path))).OfType<StepRecord>())
        {
            foreach (var output in record.Outputs.Select(output => Path.GetFullPath(output, folder)))
            {
                seen[output] = Task.Run(() => Fingerprint.OfPath(output));
            }
        }
    }

    /// <summary>Runs a step unless it has been done on the same inputs and its outputs are as it left them.</summary>
    /// <returns>Whether the step was run.</returns>
    /// <exception cref="PipelineException">A step it reads from has left nothing, or what it left has changed since (<see cref="ExitCode.StepOrder"/>); it takes too long (<see cref="ExitCode.Limit"/>); or whatever the step's work throws.</exception>
    public async Task<bool> RunAsync(PipelineStep step, CancellationToken cancellationToken)
    {
        var inputs = InputsOf(step, before => ResultOf(before, step.Name));
        var known = Find(step.Name);
        var isForced = rules.Force || step.Name == rules.From || step.After.Any(before => IsNoted(forced, before));
        if (!isForced && known is not null && Changed(known.Inputs, inputs) is null && known.Output == await OutputSeenAsync(step))
        {
            Note(proved, step.Name);
            reporter.StepEnds(step.Name, StepState.Kept);
            return false;
        }

        if (isForced)
        {
            Note(forced, step.Name);
        }

        if (known is not null)
        {
            reporter.Detail($"{step.Name}: run again, because {(isForced ? "that was asked for" : $"{Changed(known.Inputs, inputs) ?? "what it left"} has changed")}");
        }

        var started = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        using var processes = ProcessWatch.Begin();
        seen.Clear();
        reporter.StepBegins(step.Name);
        try
        {
            await WorkAsync(step, cancellationToken);
        }
        catch
        {
            reporter.StepEnds(step.Name, StepState.Failed);
            throw;
        }

        Write(step.Name, new StepRecord(inputs, [.. step.Outputs.Select(output => Path.GetRelativePath(folder, output))], OutputOf(step), started, watch.Elapsed, processes.Longest));
        Note(proved, step.Name);
        Note(run, step.Name);
        reporter.StepEnds(step.Name, StepState.Done);
        return true;
    }

    /// <summary>Whether a step, which is not run, has been done on what the steps before it have left last, and what it left is as it was.</summary>
    public async Task<bool> IsDoneAsync(PipelineStep step) =>
        Find(step.Name) is { } known
        && Changed(known.Inputs, InputsOf(step, before => Find(before)?.Output ?? "nothing")) is null
        && known.Output == await OutputSeenAsync(step);

    /// <summary>Whether a step was run by this journal; else what it left was kept from a run before.</summary>
    public bool WasRun(string step) => IsNoted(run, step);

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

    private static ImmutableSortedDictionary<string, string> InputsOf(PipelineStep step, Func<string, string> resultOf) =>
        step.Inputs.AddRange(step.After.Select(before => KeyValuePair.Create($"result of {before}", resultOf(before))));

    private async Task<string> OutputSeenAsync(PipelineStep step)
    {
        var outputs = new List<string>();
        foreach (var output in step.Outputs)
        {
            outputs.Add(seen.TryRemove(output, out var fingerprint) ? await fingerprint : Fingerprint.OfPath(output));
        }

        return Fingerprint.OfTexts(outputs);
    }

    private static string OutputOf(PipelineStep step) => Fingerprint.OfTexts(step.Outputs.Select(Fingerprint.OfPath));

    private static string? Changed(ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> now) =>
        now.Keys.Union(before.Keys).FirstOrDefault(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key));

    private async Task WorkAsync(PipelineStep step, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(rules.Limit);
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(PathOf(step.Name));
            await step.Work(limited.Token);
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            throw new PipelineException(
                ExitCode.Storage,
                step.Name,
                exception.Message,
                "make room, or make the place writable, and run the same command again: it goes on from here",
                innerException: exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw StoppedRun.At(step.Name, exception, cancellationToken);
        }
        catch (OperationCanceledException) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineException(
                ExitCode.Limit,
                step.Name,
                $"it took longer than the {rules.Limit.TotalSeconds:0} seconds that a step may take, and was ended",
                "see in the log what it waited for; --timeout=TIME gives it longer",
                logPath: File.Exists(step.Log) ? step.Log : null);
        }
    }

    private string ResultOf(string step, string reader)
    {
        var record = Find(step);
        if (record is null)
        {
            throw Lacking("has not left its result here");
        }

        if (Note(proved, step) && record.Output != Fingerprint.OfTexts(record.Outputs.Select(output => Fingerprint.OfPath(Path.GetFullPath(output, folder)))))
        {
            lock (gate)
            {
                proved.Remove(step);
            }

            throw Lacking("has left a result that is not as it was any more");
        }

        return record.Output;

        PipelineException Lacking(string what) => new(ExitCode.StepOrder, reader, $"{step} {what}", $"run ./build.sh --target={reader} without --exclusive, which runs {step} first");
    }

    private void Write(string step, StepRecord record)
    {
        var path = PathOf(step);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(record));
        File.Move(path + ".partial", path, overwrite: true);
    }

    private bool Note(HashSet<string> steps, string step)
    {
        lock (gate)
        {
            return steps.Add(step);
        }
    }

    private bool IsNoted(HashSet<string> steps, string step)
    {
        lock (gate)
        {
            return steps.Contains(step);
        }
    }

    private string PathOf(string step) => Path.Combine(folder, step + ".json");
}
