using System.Buffers.Binary;
using System.Text;

namespace Dom0Iptables.Archives;

/// <summary>The fields of a tar header block, in the v7, ustar and GNU layouts.</summary>
internal readonly ref struct TarBlock(ReadOnlySpan<byte> block)
{
    /// <summary>The length of every block of a tar.</summary>
    public const int Size = 512;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>Whether it is one of the two blocks of zeros that end an archive.</summary>
    public bool IsEnd => !_block.ContainsAnyExcept((byte)0);

    /// <summary>What kind of entry it introduces.</summary>
    public char TypeFlag => (char)_block[156];

    /// <summary>The name, with the prefix that only POSIX's layout has.</summary>
    public byte[] Name
    {
        get
        {
            var name = Text(0, 100);
            var prefix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(345, 155) : [];
            return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
        }
    }

    /// <summary>The target of a link.</summary>
    public byte[] LinkTarget => Text(157, 100).ToArray();

    /// <summary>The permission bits.</summary>
    public int Mode => (int)(Number(100, 8, "mode") & 0xfff);

    /// <summary>How many bytes of data follow.</summary>
    public long DataSize => Number(124, 12, "size");

    /// <summary>The time of modification, in seconds since 1970.</summary>
    public long Time => Number(136, 12, "time");

    /// <summary>Refuses owners that are no numbers. Nobody reads them here, but GNU tar does, and takes none of the archive then.</summary>
    /// <exception cref="RefusedArchiveException">One is none, or beyond 32 bits.</exception>
    public void CheckOwners()
    {
        foreach (var (offset, what) in new[] { (108, "user"), (116, "group") })
        {
            if (Number(offset, 8, what) is < 0 or > uint.MaxValue)
            {
                throw NoNumber(what);
            }
        }
    }

    /// <summary>Whether the header's checksum fits; old tars summed signed bytes.</summary>
    public bool ChecksumFits()
    {
        var unsigned = 8 * ' ';
        var signed = 8 * ' ';
        for (var i = 0; i < Size; i++)
        {
            if (i is < 148 or >= 156)
            {
                unsigned += _block[i];
                signed += (sbyte)_block[i];
            }
        }

        return TryOctal(_block.Slice(148, 8), out var told) && (told == unsigned || told == signed);
    }

    /// <summary>Decodes a name, strictly.</summary>
    /// <exception cref="RefusedArchiveException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException exception)
        {
            throw new RefusedArchiveException($"entry '{RefusedArchiveException.Printable(Encoding.Latin1.GetString(name))}' has a name that is not UTF-8", exception);
        }
    }

    private ReadOnlySpan<byte> Text(int offset, int length)
    {
        var field = _block.Slice(offset, length);
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private long Number(int offset, int length, string what)
    {
        var field = _block.Slice(offset, length);

        // GNU's base 256: the first byte is 0x80 for a positive number and 0xff for a negative one.
        if (field[0] is 0x80 or 0xff)
        {
            var sign = field[0] == 0xff ? (byte)0xff : (byte)0;
            var high = length > 8 ? field[1..^8] : [];
            var number = length > 8 ? BinaryPrimitives.ReadInt64BigEndian(field[^8..]) : ReadShort(field[1..], sign);
            if (!high.ContainsAnyExcept(sign) && number < 0 == (sign != 0))
            {
                return number;
            }
        }
        else if (TryOctal(field, out var number))
        {
            return number;
        }

        throw NoNumber(what);
    }

    private RefusedArchiveException NoNumber(string what) =>
        RefusedArchiveException.OfEntry(Encoding.Latin1.GetString(Name), $"has a {what} that is not a number");

    private static long ReadShort(ReadOnlySpan<byte> bytes, byte sign)
    {
        long number = sign == 0 ? 0 : -1;
        foreach (var next in bytes)
        {
            number = (number << 8) | next;
        }

        return number;
    }

    private static bool TryOctal(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        var digits = field.Trim((byte)' ');
        var end = digits.IndexOfAny((byte)0, (byte)' ');
        digits = end < 0 ? digits : digits[..end];
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return true;
    }
}
