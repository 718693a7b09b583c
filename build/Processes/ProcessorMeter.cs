namespace Dom0Iptables.Processes;

/// <summary>
/// The processor time that a process takes with all that it starts. It is looked at while they run, for .NET waits for its
/// children itself and does not tell what they have taken; so what they take in their last moments is not in it.
/// </summary>
internal sealed class ProcessorMeter : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);

    private readonly int process;
    private readonly Timer timer;
    private int isLooking;
    private double seen = double.NaN;

    private ProcessorMeter(int process)
    {
        this.process = process;
        timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Seconds as they were last seen; null where it ended before anybody looked.</summary>
    public double? Seconds => Volatile.Read(ref seen) is var last && double.IsNaN(last) ? null : last;

    /// <summary>Begins to look.</summary>
    /// <param name="process">The process's number.</param>
    public static ProcessorMeter Begin(int process) => new(process);

    /// <summary>Looks no more.</summary>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        // One look may take longer than the interval, where a machine is busy.
        if (Interlocked.Exchange(ref isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            // What ends between two looks is counted by whoever waited for it; what nobody of them waits for is lost again.
            if (Tree(process).ToList() is { Count: > 0 } tree)
            {
                var sum = Math.Round(tree.Sum(status => status.ProcessorSeconds), 2);
                Volatile.Write(ref seen, double.IsNaN(seen) ? sum : Math.Max(seen, sum));
            }
        }
        finally
        {
            Interlocked.Exchange(ref isLooking, 0);
        }
    }

    private static IEnumerable<ProcessStatus> Tree(int process) =>
        ProcessStatus.ChildrenOf(process).SelectMany(Tree).Concat(ProcessStatus.Read(process) is { } status ? [status] : []);
}
