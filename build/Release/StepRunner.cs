using System.Collections.Immutable;
using Dom0Iptables.Journal;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Release;

/// <summary>Takes the steps of a release through the journal.</summary>
/// <param name="journal">What has been done, and on what.</param>
/// <param name="logs">Where each step keeps its log.</param>
/// <param name="epoch">The time that what a step makes bears.</param>
public sealed class StepRunner(StepJournal journal, StepLogs logs, DateTimeOffset epoch)
{
    /// <summary>Which state of the pipeline this is: what another has made may be another thing.</summary>
    public static string Pipeline { get; } = typeof(StepRunner).Module.ModuleVersionId.ToString();

    /// <summary>What has been done, and on what.</summary>
    public StepJournal Journal => journal;

    /// <summary>Runs a step unless it has been done on the same inputs.</summary>
    /// <param name="name">The step.</param>
    /// <param name="after">The steps whose results it reads.</param>
    /// <param name="inputs">What it reads beside them.</param>
    /// <param name="outputs">The files and folders that it leaves.</param>
    /// <param name="work">The step itself.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was run.</returns>
    public Task<bool> RunAsync(
        string name,
        ImmutableArray<string> after,
        ImmutableSortedDictionary<string, string> inputs,
        ImmutableArray<string> outputs,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(logs.Folder);
        return journal.RunAsync(StepOf(name, after, inputs, outputs, work), cancellationToken);
    }

    /// <summary>Whether a step, which is not run here, has been done on the same inputs.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<bool> IsDoneAsync(string name, ImmutableArray<string> after, ImmutableSortedDictionary<string, string> inputs, ImmutableArray<string> outputs) =>
        journal.IsDoneAsync(StepOf(name, after, inputs, outputs, _ => Task.CompletedTask));

    /// <summary>Runs a step whose outputs are files that the machine's clock has dated, and dates them anew.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<bool> RunDatedAsync(
        string name,
        ImmutableArray<string> after,
        ImmutableSortedDictionary<string, string> inputs,
        ImmutableArray<string> outputs,
        Func<CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        RunAsync(
            name,
            after,
            inputs,
            outputs,
            async token =>
            {
                await work(token);
                await TreeTimes.SetAsync(name, outputs, epoch, token);
            },
            cancellationToken);

    private PipelineStep StepOf(string name, ImmutableArray<string> after, ImmutableSortedDictionary<string, string> inputs, ImmutableArray<string> outputs, Func<CancellationToken, Task> work) =>
        new(name, after, inputs.Add("pipeline", Pipeline), outputs, logs.Of(name), work);
}
