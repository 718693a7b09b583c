using System.Buffers.Binary;
using SharpCompress.Compressors.Xz;

namespace Dom0Iptables.Archives;

/// <summary>What the header of an .xz block says.</summary>
/// <param name="Size">Its own length in bytes.</param>
/// <param name="Compressed">The length of the compressed data, where it is told.</param>
/// <param name="Uncompressed">The length of the data, where it is told.</param>
/// <param name="DictionarySize">LZMA2's dictionary size, as the format encodes it: 28 is 64 MiB.</param>
internal readonly record struct XzBlockHeader(int Size, ulong? Compressed, ulong? Uncompressed, byte DictionarySize)
{
    private const ulong Lzma2 = 0x21;

    /// <summary>Parses a whole block header, its CRC included.</summary>
    /// <exception cref="InvalidDataException">It is corrupt, or asks for a filter other than LZMA2.</exception>
    public static XzBlockHeader Parse(byte[] bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) != Crc32.Compute(bytes[..^4]))
        {
            throw new InvalidDataException("a block header's check does not fit");
        }

        using var fields = new MemoryStream(bytes, 2, bytes.Length - 6);
        var flags = bytes[1];
        if ((flags & 0x3f) != 0)
        {
            throw new InvalidDataException("a block uses a filter other than LZMA2");
        }

        ulong? compressed = (flags & 0x40) != 0 ? XzNumber.Read(fields) : null;
        ulong? uncompressed = (flags & 0x80) != 0 ? XzNumber.Read(fields) : null;
        if (XzNumber.Read(fields) != Lzma2 || XzNumber.Read(fields) != 1)
        {
            throw new InvalidDataException("a block uses a filter other than LZMA2");
        }

        var dictionarySize = fields.ReadByte();
        while (fields.ReadByte() is var padding and not -1)
        {
            if (padding != 0)
            {
                throw new InvalidDataException("a block header's padding is not zero");
            }
        }

        return dictionarySize is < 0 or > 40
            ? throw new InvalidDataException("a block names a dictionary size that does not exist")
            : new XzBlockHeader(bytes.Length, compressed, uncompressed, (byte)dictionarySize);
    }
}
