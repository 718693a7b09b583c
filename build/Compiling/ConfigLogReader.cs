namespace Dom0Iptables.Compiling;

/// <summary>Finds in config.log why configure gave up.</summary>
public static class ConfigLogReader
{
    /// <summary>The check that failed and what the compiler said of it, or null where the log has no error.</summary>
    /// <param name="text">The text of config.log.</param>
    public static string? Cause(string text)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith("configure:", StringComparison.Ordinal) && line.Contains(": error: ", StringComparison.Ordinal));
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

        var check = lines[..at].LastOrDefault(line => line.StartsWith("configure:", StringComparison.Ordinal) && line.Contains(": checking ", StringComparison.Ordinal));
        var checkAt = check is null ? at : Array.LastIndexOf(lines, check, at);
        var said = lines[checkAt..at].FirstOrDefault(line => !line.StartsWith('|') && (line.Contains("error:", StringComparison.Ordinal) || line.Contains("not found", StringComparison.Ordinal) || line.Contains("cannot ", StringComparison.Ordinal)));
        return error
            + (check is null ? "" : $"; the check: {check[(check.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim()}")
            + (said is null ? "" : $"; it said: {said.Trim()}");
    }
}
