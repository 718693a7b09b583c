using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dom0Iptables.Signing;

/// <summary>Reads gpg's listing of keys (--with-colons; the fields are described in GnuPG's doc/DETAILS).</summary>
internal static class KeyListing
{
    private const int ValidityField = 1;
    private const int LengthField = 2;
    private const int AlgorithmField = 3;
    private const int CreatedField = 5;
    private const int ExpiresField = 6;
    private const int TextField = 9;
    private const int CapabilitiesField = 11;
    private const int TokenField = 14;

    /// <summary>The keys of a listing.</summary>
    public static ImmutableArray<ListedKey> Read(string listing)
    {
        var keys = new List<(List<string> UserIds, List<ListedKeyPart> Parts)>();
        string[]? part = null;
        foreach (var fields in listing.Split('\n').Select(line => line.Split(':')))
        {
            switch (fields[0])
            {
                case "sec" or "pub":
                    keys.Add(([], []));
                    part = fields;
                    break;
                case "ssb" or "sub":
                    part = fields;
                    break;
                case "fpr" when part is not null:
                    keys[^1].Parts.Add(PartOf(part, fields[TextField]));
                    part = null;
                    break;
                case "uid" when fields[ValidityField] is not ("r" or "e"):
                    keys[^1].UserIds.Add(Unescaped(fields[TextField]));
                    break;
            }
        }

        return [.. keys.Select(key => new ListedKey([.. key.UserIds], [.. key.Parts]))];
    }

    private static ListedKeyPart PartOf(string[] fields, string fingerprint) => new(
        fingerprint,
        int.Parse(fields[AlgorithmField], CultureInfo.InvariantCulture),
        int.Parse(fields[LengthField], CultureInfo.InvariantCulture),
        // A disabled key keeps its validity and has a D among its capabilities.
        fields[CapabilitiesField].Contains('D', StringComparison.Ordinal) ? 'd' : fields[ValidityField].FirstOrDefault('-'),
        SecondsOf(fields[CreatedField]),
        fields[ExpiresField].Length == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(SecondsOf(fields[ExpiresField])),
        fields[CapabilitiesField].Contains('s', StringComparison.Ordinal),
        fields[TokenField] is not ("#" or ""));

    // Since 1970, or as 20261124T195226.
    private static long SecondsOf(string time) =>
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    // C's escapes for colons and control characters, as bytes of UTF-8.
    private static string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new List<byte>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + 3 < text.Length && text[index + 1] == 'x'
                && byte.TryParse(text.AsSpan(index + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                index += 3;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, index, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
