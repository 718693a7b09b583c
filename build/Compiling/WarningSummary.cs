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
        var more = kinds.Length > 5 ? $" and {kinds.Length - 5} more kinds" : "";
        return $"{messages.Warnings.Length} warnings: {shown}{more}; all in error.log";
    }
}
