namespace Dom0Iptables.Processes;

/// <summary>Quotes words for a POSIX shell, for people who paste what the log shows.</summary>
public static class ShellWord
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=:,+@%^";

    /// <summary>The word as it is where a shell takes it literally, else in single quotes.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(Plain.Contains)
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
