using System.Text;

namespace Dom0Iptables.Archives;

/// <summary>Tells by its first bytes what a file is.</summary>
internal static class ArchiveContent
{
    private const int Enough = 512;

    /// <summary>Tells the compression of an archive and leaves the stream where it was.</summary>
    /// <exception cref="RefusedArchiveException">The file is no compressed archive; the reason says what it looks like.</exception>
    public static ArchiveCompression Recognise(Stream file)
    {
        var start = file.Position;
        var bytes = new byte[Enough];
        var head = bytes.AsSpan(0, file.ReadAtLeast(bytes, Enough, throwOnEndOfStream: false));
        file.Position = start;

        if (head.Length > 3 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9')
        {
            return ArchiveCompression.Bzip2;
        }

        if (head.StartsWith<byte>([0x1f, 0x8b]))
        {
            return ArchiveCompression.Gzip;
        }

        if (head.StartsWith<byte>([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
        {
            return ArchiveCompression.Xz;
        }

        throw new RefusedArchiveException($"it is no archive compressed by bzip2, gzip or xz: it {LooksLike(head)}");
    }

    private static string LooksLike(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return "is empty";
        }

        var text = Encoding.Latin1.GetString(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return "looks like an HTML page, as a proxy or a mirror sends in an archive's place";
        }

        return head switch
        {
            _ when head.StartsWith("PK"u8) => "looks like a zip file",
            _ when head.StartsWith("7z"u8) => "looks like a 7z file",
            _ when head.StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]) => "looks compressed by zstd",
            _ when head.StartsWith("LZIP"u8) => "looks compressed by lzip",
            _ when head.StartsWith<byte>([0x1f, 0x9d]) => "looks compressed by compress (.Z)",
            _ when head.StartsWith<byte>([0x5d, 0, 0]) => "looks compressed by lzma (.lzma)",
            _ when head.StartsWith<byte>([0xed, 0xab, 0xee, 0xdb]) => "looks like an RPM package",
            _ when head.StartsWith("!<arch>\n"u8) => "looks like a Debian package or a static library",
            _ when head.Length > 262 && head[257..].StartsWith("ustar"u8) => "looks like a tar archive without compression",
            _ when head.IndexOfAnyExcept((byte)0) < 0 => "holds nothing but zeros",
            _ when IsText(head) => $"looks like text that begins '{RefusedArchiveException.Printable(FirstLine(text))}'",
            _ => $"begins with the bytes {Convert.ToHexStringLower(head[..Math.Min(8, head.Length)])}",
        };
    }

    private static bool IsText(ReadOnlySpan<byte> head) => head.IndexOfAnyInRange((byte)0, (byte)8) < 0 && head.IndexOfAnyInRange((byte)14, (byte)31) < 0;

    private static string FirstLine(string text)
    {
        var line = text.Split('\n', 2)[0].TrimEnd();
        return line.Length > 60 ? line[..60] : line;
    }
}
