using System.Globalization;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Signing;

/// <summary>What gpgv says of a signature, from its status lines (GnuPG's doc/DETAILS).</summary>
/// <param name="Fingerprint">Of the key or subkey that signed.</param>
/// <param name="PacketVersion">The version of the signature's packet.</param>
/// <param name="Digest">The number of the digest.</param>
public sealed record GpgvVerdict(string Fingerprint, int PacketVersion, int Digest)
{
    private const string Prefix = "[GNUPG:] ";
    private static readonly string[] Doubts = ["BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NO_PUBKEY"];

    /// <summary>Reads it.</summary>
    /// <param name="outcome">How gpgv, run with --status-fd 1, ended.</param>
    /// <returns>The one good signature; or null with the reason, where there is none, or more than one.</returns>
    public static (GpgvVerdict? Verdict, string Reason) Read(ProcessOutcome outcome)
    {
        var status = outcome.StandardOutput.Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..].Split(' ')).ToList();
        var valid = status.Where(words => words[0] == "VALIDSIG").ToList();
        if (status.FirstOrDefault(words => Doubts.Contains(words[0])) is { } doubt)
        {
            return (null, string.Join(' ', doubt));
        }

        if (!outcome.Succeeded || valid.Count != 1)
        {
            return (null, valid.Count > 1
                ? $"it holds {valid.Count} signatures"
                : outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("gpgv does not say why"));
        }

        // VALIDSIG fingerprint date time expires version reserved key-algorithm digest class primary-fingerprint
        return (new GpgvVerdict(valid[0][1], int.Parse(valid[0][5], CultureInfo.InvariantCulture), int.Parse(valid[0][8], CultureInfo.InvariantCulture)), "");
    }
}
