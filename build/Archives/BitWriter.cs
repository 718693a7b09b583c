namespace Dom0Iptables.Archives;

/// <summary>Writes bits into bytes, the highest first, as bzip2 has them.</summary>
/// <param name="bytes">Where they go.</param>
internal sealed class BitWriter(byte[] bytes)
{
    private ulong _bits;
    private int _bitCount;

    /// <summary>How many whole bytes are there.</summary>
    public int Length { get; private set; }

    /// <summary>Starts again with the first byte; the bits that do not fill one yet are kept.</summary>
    public void Rewind() => Length = 0;

    /// <summary>Writes up to 48 bits.</summary>
    /// <param name="bits">The bits, the last one lowest, and nothing above them.</param>
    /// <param name="count">How many they are.</param>
    public void Put(ulong bits, int count)
    {
        _bits = (_bits << count) | bits;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8)
        {
            bytes[Length++] = (byte)(_bits >> (_bitCount - 8));
        }
    }

    /// <summary>Copies bits from within other bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="from">The first bit.</param>
    /// <param name="to">The bit after the last.</param>
    public void Copy(ReadOnlySpan<byte> source, int from, int to)
    {
        for (; from < to; from += 32)
        {
            var count = Math.Min(32, to - from);
            Put(Bzip2Marks.Bits(source, from, count), count);
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Pad() => Put(0, (8 - _bitCount) & 7);
}
