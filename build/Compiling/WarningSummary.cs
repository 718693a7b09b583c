namespace Dom0Iptables.Compiling;

/// <summary>Sums up what the compilers warned of.</summary>
public static class WarningSummary
{
    /// <summary>One line: how many warnings of which kinds.</summary>
    public static string Of(CompilerMessages messages)
    {
        if (messages.Warnings.Length == 0)
        {
            return "no warnings";
        }

        var kinds = messages.WarningsByKind;
        var shown = string.Join(", ", kinds.Take(5).Select(pair => $"{pair.Count} {pair.Kind}"));
        var more = kinds.Length > 5 ? $" and {kinds.Length - 5} more kind{(kinds.Length == 6 ? "" : "s")}" : "";
        return $"{messages.Warnings.Length} warning{(messages.Warnings.Length == 1 ? "" : "s")}: {shown}{more}; all in error.log";
    }
}
