using System.Collections.Immutable;

namespace Dom0Iptables.Compiling;

/// <summary>Finds in config.log why configure gave up.</summary>
public static class ConfigLogReader
{
    /// <summary>The check that failed and what the compiler said of it, or null where the log has no error.</summary>
    /// <param name="text">The text of config.log.</param>
    public static string? Cause(string text)
    {
        var lines = text.Split('\n');
        var at = ErrorIn(lines);
        if (at < 0)
        {
            return null;
        }

        var error = lines[at][(lines[at].IndexOf(": error: ", StringComparison.Ordinal) + 9)..].Trim();

        // autoconf says "error: in `/the/folder':" first and the error itself in the next line.
        if (error.StartsWith("in ", StringComparison.Ordinal) && error.EndsWith(':') && at + 1 < lines.Length)
        {
            var next = lines[at + 1];
            var start = next.IndexOf(": error: ", StringComparison.Ordinal);
            error = (start < 0 ? next : next[(start + 9)..]).Trim();
        }

        var check = CheckBefore(lines, at);
        var said = SaidBefore(lines, at) is var index and >= 0 ? lines[index] : null;
        return error
            + (check is null ? "" : $"; the check: {check[(check.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim()}")
            + (said is null ? "" : $"; it said: {said.Trim()}");
    }

    /// <summary>The lines around what the compiler said of the check that failed; nothing where it said nothing.</summary>
    /// <param name="text">The text of config.log.</param>
    public static ImmutableArray<string> Excerpt(string text)
    {
        var lines = text.Split('\n');
        var at = ErrorIn(lines);
        return at < 0 ? [] : LogExcerpt.Around(lines, SaidBefore(lines, at));
    }

    private static int ErrorIn(string[] lines) => Array.FindIndex(lines, line => line.StartsWith("configure:", StringComparison.Ordinal) && line.Contains(": error: ", StringComparison.Ordinal));

    private static string? CheckBefore(string[] lines, int at) => lines[..at].LastOrDefault(line => line.StartsWith("configure:", StringComparison.Ordinal) && line.Contains(": checking ", StringComparison.Ordinal));

    private static int SaidBefore(string[] lines, int at)
    {
        var begin = CheckBefore(lines, at) is { } check ? Array.LastIndexOf(lines, check, at) : at;
        return Array.FindIndex(lines, begin, at - begin, line => !line.StartsWith('|') && (line.Contains("error:", StringComparison.Ordinal) || line.Contains("not found", StringComparison.Ordinal) || line.Contains("cannot ", StringComparison.Ordinal)));
    }
}
