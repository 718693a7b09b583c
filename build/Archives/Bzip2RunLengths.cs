namespace Dom0Iptables.Archives;

/// <summary>
/// One block of bzip2 -9 after its first step, in which four to 255 equal bytes become four and a count. libbz2 does that itself, and
/// is given the bytes as they were; it is done here to know where bzip2 would end the block, and because it keeps a block of zeros,
/// which may stand for 46 MB, as short as any other.
/// </summary>
internal sealed class Bzip2RunLengths
{
    private const int LongestRun = 255;
    private const int Counted = 4;

    // compress.c: a block is full when it holds 19 bytes less than its 900000; the run that filled it is brought to its end.
    private const int Full = 900_000 - 19;

    private readonly byte[] _bytes = new byte[Full + Counted + 1];
    private int _length;
    private byte _value;
    private int _run;
    private int _expanded;
    private int _expandedRun;

    /// <summary>Whether the run that has begun belongs into another block.</summary>
    public bool IsFull => _length >= Full;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The most bytes that a compressor makes of it, by libbz2's manual.</summary>
    public static int LongestCompressed => (Full / 100 * 101) + 700;

    /// <summary>Empties it, but for the run that another block had no room for.</summary>
    /// <param name="before">The block before; null at the beginning.</param>
    public void BeginAfter(Bzip2RunLengths? before)
    {
        (_value, _run) = before is null ? ((byte)0, 0) : (before._value, before._run);
        _length = _expanded = _expandedRun = 0;
    }

    /// <summary>Takes bytes until it is full.</summary>
    /// <returns>How many were taken.</returns>
    public int Take(ReadOnlySpan<byte> data)
    {
        var (value, run, length) = (_value, _run, _length);
        var bytes = _bytes;
        var taken = 0;
        while (taken < data.Length && length < Full)
        {
            var next = data[taken++];
            if (next == value && run is > 0 and < LongestRun)
            {
                run++;
            }
            else
            {
                if (run == 1)
                {
                    bytes[length++] = value;
                }
                else
                {
                    length = Put(bytes, length, value, run);
                }

                (value, run) = (next, 1);
            }
        }

        (_value, _run, _length) = (value, run, length);
        return taken;
    }

    /// <summary>Ends the run that has begun: no byte follows.</summary>
    public void End()
    {
        _length = Put(_bytes, _length, _value, _run);
        _run = 0;
    }

    /// <summary>Gives the next bytes as they were before.</summary>
    /// <param name="part">Where they are put; longer than the longest run.</param>
    /// <returns>How many they are; 0 at the end.</returns>
    public int Expand(Span<byte> part)
    {
        var (next, run) = (_expanded, _expandedRun);
        var bytes = _bytes.AsSpan(0, _length);
        var filled = 0;
        while (next < bytes.Length && filled <= part.Length - LongestRun)
        {
            var value = bytes[next++];
            if (run == Counted)
            {
                part.Slice(filled, value).Fill(bytes[next - 2]);
                filled += value;
                run = 0;
            }
            else
            {
                run = run > 0 && value == bytes[next - 2] ? run + 1 : 1;
                part[filled++] = value;
            }
        }

        (_expanded, _expandedRun) = (next, run);
        return filled;
    }

    private static int Put(byte[] bytes, int length, byte value, int run)
    {
        for (var i = Math.Min(run, Counted); i > 0; i--)
        {
            bytes[length++] = value;
        }

        if (run >= Counted)
        {
            bytes[length++] = (byte)(run - Counted);
        }

        return length;
    }
}
