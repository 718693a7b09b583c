namespace Dom0Iptables.Workspaces;

/// <summary>Tells whether a tool failed for want of memory, which each says in words of its own.</summary>
public static class MemoryFault
{
    // gcc, its driver where the kernel has ended cc1, ld and as, the shell, make.
    private static readonly string[] Phrases = ["out of memory allocating", "Killed signal terminated program", "memory exhausted", "virtual memory exhausted", "Cannot allocate memory", "error while loading shared libraries: failed to map"];

    /// <summary>What is lacking, in one sentence, or null where nothing is.</summary>
    /// <param name="logs">What the tools said, where there is a log.</param>
    public static string? In(params IEnumerable<string> logs)
    {
        var said = logs.Where(File.Exists).SelectMany(File.ReadLines).FirstOrDefault(line => Phrases.Any(phrase => line.Contains(phrase, StringComparison.Ordinal)));
        return said is null ? null : $"there was not enough memory: {said.Trim()}";
    }
}
