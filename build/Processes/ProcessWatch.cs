using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Dom0Iptables.Processes;

/// <summary>Hears of each process that is run in a piece of work, on whichever thread, and of none that others run meanwhile.</summary>
public sealed class ProcessWatch : IDisposable
{
    // The gates run hundreds that end at once; what is of use are those that somebody waited for.
    private const int MostKept = 10;
    private const double ShortestKept = 0.1;

    private static readonly AsyncLocal<ProcessWatch?> Current = new();

    private readonly ConcurrentQueue<ProcessTime> heard = new();

    private ProcessWatch()
    {
    }

    /// <summary>The ten that took longest, of a tenth of a second and more, in the order they began.</summary>
    public ImmutableArray<ProcessTime> Longest =>
        [.. heard.Where(process => process.Seconds >= ShortestKept).OrderByDescending(process => process.Seconds).Take(MostKept).OrderBy(process => process.Started)];

    /// <summary>Begins to listen to what the calling method starts from here on.</summary>
    public static ProcessWatch Begin()
    {
        var watch = new ProcessWatch();
        Current.Value = watch;
        return watch;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => Current.Value = null;

    /// <summary>Tells whoever listens of a process that has ended.</summary>
    internal static void Tell(Command command, DateTimeOffset started, ProcessOutcome outcome, double? processorSeconds) =>
        Current.Value?.heard.Enqueue(new ProcessTime(NameOf(command), started, Math.Round(outcome.Duration.TotalSeconds, 3), outcome.ExitCode, processorSeconds));

    private static string NameOf(Command command)
    {
        var words = command.Words;
        var name = Path.GetFileName(words[0]);
        return name is "sh" or "bash" or "dash" && words.Length > 1 && !words[1].StartsWith('-') ? $"{name} {Path.GetFileName(words[1])}" : name;
    }
}
