namespace Dom0Iptables.Archives;

/// <summary>Why an archive is refused, before the unpacker adds which archive it is.</summary>
internal sealed class RefusedArchiveException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="reason">What is wrong with the archive, as the end of a sentence.</param>
    /// <param name="innerException">The fault behind it.</param>
    public RefusedArchiveException(string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
    }

    /// <summary>Makes the refusal of one entry.</summary>
    /// <param name="entry">The entry's name as the archive has it; it is made printable here.</param>
    /// <param name="reason">What is wrong with it, as the end of a sentence.</param>
    public static RefusedArchiveException OfEntry(string entry, string reason) => new($"entry '{Printable(entry)}' {reason}");

    /// <summary>A name from an archive as a terminal and a log can show it: one line, no control characters, not endless.</summary>
    public static string Printable(string name)
    {
        const int longest = 200;
        var shown = string.Concat(name.Take(longest).Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));
        return name.Length > longest ? shown + "…" : shown;
    }
}
