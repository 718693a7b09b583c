using System.Globalization;

namespace Dom0Iptables.Signing;

/// <summary>Why gpg did not sign, from its status lines (GnuPG's doc/DETAILS) and the error numbers of libgpg-error.</summary>
internal static class GpgFault
{
    private const string Prefix = "[GNUPG:] ";
    private const string Unlock = "unlock the key in the agent first (echo | gpg --local-user KEY --clear-sign > /dev/null), or run in a terminal, and run the same command again";
    private const int CodeMask = 0xFFFF;

    /// <summary>What gpg's status file and its last words tell.</summary>
    /// <param name="statusFile">What --status-file left; may not be there.</param>
    /// <param name="lastWords">The last line that gpg said for people.</param>
    /// <returns>What is wrong, in words that follow "gpg did not sign:", and what to do.</returns>
    public static (string Problem, string NextStep) Read(string statusFile, string? lastWords)
    {
        var words = File.Exists(statusFile)
            ? File.ReadLines(statusFile).Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..].Split(' ')).LastOrDefault(line => line[0] == "FAILURE")
            : null;
        var code = words is { Length: > 2 } && uint.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (int)(number & CodeMask) : 0;
        return code switch
        {
            11 => ("the passphrase is wrong", "run the same command again with the right passphrase"),
            17 => ("the agent has no secret part of this key", "bring the secret key into this machine's gpg, or put the card in"),
            54 => ("the key is unusable", "see gpg --list-secret-keys, or name another key"),
            62 => ("the passphrase was asked for, and nobody answered in time", Unlock),
            77 => ("no gpg-agent is running, and none can be started", "see gpgconf --launch gpg-agent"),
            85 => ("gpg-agent has no pinentry program to ask for the passphrase with", "install pinentry-curses, or " + Unlock),
            99 or 198 => ("asking for the passphrase was cancelled", "run the same command again and answer, or name another key"),
            // ENOTTY: pinentry has no terminal to ask on.
            32870 => ("the passphrase cannot be asked for: there is no terminal", Unlock),
            _ => (lastWords ?? "it does not say why", "see the log; gpg --sign with this key by hand must work first"),
        };
    }
}
