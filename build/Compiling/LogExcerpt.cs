using System.Collections.Immutable;

namespace Dom0Iptables.Compiling;

/// <summary>A few lines of a log around the one that tells why something failed.</summary>
public static class LogExcerpt
{
    private const int LinesAround = 3;
    private const int LongestLine = 160;

    /// <summary>The line that matters and three on either side of it, none endless; nothing where there is no such line.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="at">The line's index; negative for none.</param>
    public static ImmutableArray<string> Around(IReadOnlyList<string> lines, int at) =>
        at < 0
            ? []
            : [.. Enumerable.Range(at - LinesAround, LinesAround + 1 + LinesAround)
                .Where(index => index >= 0 && index < lines.Count)
                .SkipWhile(index => lines[index].Length == 0)
                .Select(index => (index == at ? "> " : "  ") + (lines[index].Length <= LongestLine ? lines[index] : lines[index][..LongestLine] + " …"))];

    /// <summary>The lines around the first error of a compiler or of make.</summary>
    /// <param name="log">The log's path.</param>
    /// <param name="error">The error as it was read from it.</param>
    public static ImmutableArray<string> Around(string log, CompilerMessage error)
    {
        var lines = File.ReadAllLines(log);
        var at = Array.FindIndex(lines, line => line.Contains(error.Text, StringComparison.Ordinal) && line.Contains(error.Place.Split(':')[0], StringComparison.Ordinal));
        return Around(lines, at >= 0 ? at : Array.FindIndex(lines, line => line.Contains(error.Text, StringComparison.Ordinal)));
    }
}
