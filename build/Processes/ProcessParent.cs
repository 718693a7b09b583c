using System.Collections.Concurrent;

namespace Dom0Iptables.Processes;

/// <summary>
/// The one thread that starts processes. A process that is to end with its parent (prctl(2), PR_SET_PDEATHSIG) ends with the
/// thread that started it, and .NET ends a thread of its pool that has had nothing to do for twenty seconds.
/// </summary>
internal static class ProcessParent
{
    private static readonly BlockingCollection<Action> Waiting = [];

    static ProcessParent()
    {
        new Thread(Work) { IsBackground = true, Name = nameof(ProcessParent) }.Start();
    }

    /// <summary>Does something on that thread that is quickly done, in the flow of whoever asks: what a process prints later is told there.</summary>
    public static Task<T> StartAsync<T>(Func<T> start)
    {
        var started = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = ExecutionContext.Capture();
        Waiting.Add(flow is null ? Start : () => ExecutionContext.Run(flow, _ => Start(), null));
        return started.Task;

        void Start()
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        }
    }

    private static void Work()
    {
        foreach (var action in Waiting.GetConsumingEnumerable())
        {
            action();
        }
    }
}
