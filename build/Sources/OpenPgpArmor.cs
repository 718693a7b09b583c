using System.Text;

namespace Dom0Iptables.Sources;

/// <summary>Takes the ASCII armour (RFC 9580, section 6.2) off keys, which gpgv does not do by itself.</summary>
public static class OpenPgpArmor
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const string End = "-----END PGP PUBLIC KEY BLOCK-----";

    /// <summary>The keys as bytes: those given where they are binary already, else what all blocks in the text hold.</summary>
    /// <exception cref="FormatException">A block has no end, or is not base64.</exception>
    public static byte[] Remove(byte[] keys)
    {
        var text = Encoding.Latin1.GetString(keys);
        if (!text.Contains(Begin, StringComparison.Ordinal))
        {
            return keys;
        }

        using var binary = new MemoryStream();
        StringBuilder? block = null;
        var inHead = false;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line == Begin)
            {
                block = new StringBuilder();
                inHead = true;
            }
            else if (block is null)
            {
                // What stands between the blocks is for people.
            }
            else if (line == End)
            {
                binary.Write(Convert.FromBase64String(block.ToString()));
                block = null;
            }
            else if (inHead)
            {
                // "Version: …" and the like, up to an empty line; a block without a head may begin at once.
                inHead = line.Contains(':');
                block.Append(inHead ? "" : line);
            }
            else if (!line.StartsWith('='))
            {
                // The line that begins with '=' is a checksum, which readers are told not to insist on.
                block.Append(line);
            }
        }

        return block is null ? binary.ToArray() : throw new FormatException("the last key block has no end");
    }
}
