using System.Globalization;

namespace Dom0Iptables.Processes;

/// <summary>What the kernel says of a process (proc(5), /proc/PID/stat).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">Its parent's number.</param>
/// <param name="IsDead">Whether it has ended and is only still listed.</param>
/// <param name="ProcessorSeconds">The processor time that it and the children it has waited for have taken.</param>
internal sealed record ProcessStatus(int Id, int Parent, bool IsDead, double ProcessorSeconds)
{
    // Of the kernel's interface, whatever its own clock is (USER_HZ).
    private const double TicksInSecond = 100;

    /// <summary>All processes of this machine.</summary>
    public static IEnumerable<ProcessStatus> All() =>
        Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(folder => Read(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))).OfType<ProcessStatus>();

    /// <summary>A process, or null where it is there no more.</summary>
    /// <param name="id">Its number.</param>
    public static ProcessStatus? Read(int id)
    {
        try
        {
            // The name, in parentheses, may hold anything.
            var text = File.ReadAllText($"/proc/{id}/stat");
            if (text.LastIndexOf(')') is var name && name < 0)
            {
                return null;
            }

            var fields = text[(name + 2)..].Split(' ');
            return new ProcessStatus(id, (int)Number(1), fields[0] is "Z" or "X", (Number(11) + Number(12) + Number(13) + Number(14)) / TicksInSecond);

            long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return null;
        }
    }

    /// <summary>The processes that a process has started and not yet waited for; none where it, or this kernel, does not tell.</summary>
    /// <param name="id">Its number.</param>
    public static IEnumerable<int> ChildrenOf(int id)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{id}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return [];
        }
    }

    // It may end while it is read, or be another user's on a machine that hides those.
    private static bool IsGone(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
