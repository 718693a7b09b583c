using System.Buffers.Binary;

namespace Dom0Iptables.Archives;

/// <summary>What a stream of bzip2 is made of, as far as it can be seen without decoding: header, blocks, end. A block, and the end, begin at any bit.</summary>
internal static class Bzip2Marks
{
    /// <summary>What stands before a block and its checksum: the digits of pi.</summary>
    public const ulong Block = 0x314159265359;

    /// <summary>What stands before a stream's checksum at its end: the digits of pi's square root.</summary>
    public const ulong End = 0x177245385090;

    /// <summary>The length of either.</summary>
    public const int MarkBits = 48;

    /// <summary>The length of a block's and of a stream's checksum.</summary>
    public const int ChecksumBits = 32;

    /// <summary>The length of "BZh9".</summary>
    public const int HeaderBits = 32;

    /// <summary>Reads up to 48 bits, from any bit on.</summary>
    public static ulong Bits(ReadOnlySpan<byte> bytes, int bit, int count)
    {
        var start = bit >> 3;
        Span<byte> eight = stackalloc byte[8];
        bytes.Slice(start, Math.Min(8, bytes.Length - start)).CopyTo(eight);
        return (BinaryPrimitives.ReadUInt64BigEndian(eight) << (bit & 7)) >> (64 - count);
    }
}
