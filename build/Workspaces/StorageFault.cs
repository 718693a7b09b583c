namespace Dom0Iptables.Workspaces;

/// <summary>Tells whether a tool failed because the disk is full or read-only: the tools themselves often report it as something else.</summary>
public static class StorageFault
{
    // A tool that lacks room has left less than any of its files needs; one page is what the emptiest disk still shows.
    private const long NoRoom = 64 * 1024;

    private static readonly string[] Phrases = ["No space left on device", "Disk quota exceeded"];

    /// <summary>Whether an exception says that a place is full or may not be written to: ENOSPC, EROFS, EDQUOT, EACCES, as .NET carries them in HResult on Linux.</summary>
    public static bool Is(Exception exception) => exception is UnauthorizedAccessException or IOException { HResult: 28 or 30 or 122 or 13 };

    /// <summary>What is wrong with the disk, in one sentence, or null where nothing is.</summary>
    /// <param name="place">The folder that the tool wrote to.</param>
    /// <param name="logs">What the tool said, where there is a log.</param>
    public static string? Of(string place, params IEnumerable<string> logs)
    {
        var said = logs.Where(File.Exists).SelectMany(File.ReadLines).FirstOrDefault(line => Phrases.Any(phrase => line.Contains(phrase, StringComparison.Ordinal)));
        if (said is not null)
        {
            return $"the disk refuses: {said.Trim()}";
        }

        try
        {
            using var probe = new FileStream(Path.Combine(place, $".room-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && Directory.Exists(place))
        {
            return $"nothing can be written to {place}: {exception.Message}";
        }

        var free = new DriveInfo(place).AvailableFreeSpace;
        return free < NoRoom ? $"the disk that holds {place} is full ({free} bytes are free)" : null;
    }
}
