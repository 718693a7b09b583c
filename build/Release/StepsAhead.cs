using System.Collections.Immutable;

namespace Dom0Iptables.Release;

/// <summary>Steps that are begun before their turn, because all that they read is there, while others run.</summary>
/// <param name="planned">The steps of this run; no other is begun ahead.</param>
public sealed class StepsAhead(ImmutableArray<string> planned) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Task> begun = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource source = new();

    /// <summary>Begins a step beside what follows. What it fails with is told to whoever has its turn with it.</summary>
    public void Begin(string step, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (planned.Contains(step) && !begun.ContainsKey(step))
            {
                begun[step] = BesideAsync(work, cancellationToken);
            }
        }
    }

    /// <summary>Has a step done: waits for it where it was begun ahead, else runs it.</summary>
    public Task RunAsync(string step, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return begun.TryGetValue(step, out var running) ? running : begun[step] = work(cancellationToken);
        }
    }

    /// <summary>Stops what is still running, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await source.CancelAsync();
        foreach (var step in begun.Values)
        {
            // What it failed with is of no use any more: the run has failed by something else, or somebody was told.
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        source.Dispose();
    }

    private async Task BesideAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, source.Token);
        await Task.Run(() => work(either.Token), either.Token);
    }
}
