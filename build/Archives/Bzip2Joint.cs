using System.Numerics;

namespace Dom0Iptables.Archives;

/// <summary>
/// Joins streams of bzip2 to one. A block knows nothing of its neighbours and carries its checksum; the stream's own is made of those.
/// </summary>
internal sealed class Bzip2Joint
{
    private readonly byte[] _bytes = new byte[Bzip2RunLengths.LongestCompressed + 16];
    private readonly BitWriter _writer;
    private uint _checksum;
    private bool _begun;

    public Bzip2Joint() => _writer = new BitWriter(_bytes);

    /// <summary>Takes a stream's block.</summary>
    /// <param name="stream">A whole stream of one block, of bzip2 -9.</param>
    /// <returns>The whole bytes that it adds; they are valid until the next call.</returns>
    public ReadOnlySpan<byte> Append(ReadOnlySpan<byte> stream)
    {
        Begin();
        var checksum = (uint)Bzip2Marks.Bits(stream, Bzip2Marks.HeaderBits + Bzip2Marks.MarkBits, Bzip2Marks.ChecksumBits);
        var end = (stream.Length * 8) - Bzip2Marks.MarkBits - Bzip2Marks.ChecksumBits;
        var first = end - 7;
        while (Bzip2Marks.Bits(stream, end, Bzip2Marks.MarkBits) != Bzip2Marks.End || Bzip2Marks.Bits(stream, end + Bzip2Marks.MarkBits, Bzip2Marks.ChecksumBits) != checksum)
        {
            // Fewer than eight bits fill the last byte. With two blocks the stream's checksum would be another than the first block's.
            if (--end < first)
            {
                throw new InvalidOperationException("libbz2 made something else than one block");
            }
        }

        _writer.Copy(stream, Bzip2Marks.HeaderBits, end);
        _checksum = BitOperations.RotateLeft(_checksum, 1) ^ checksum;
        return _bytes.AsSpan(0, _writer.Length);
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>Its last bytes.</returns>
    public ReadOnlySpan<byte> End()
    {
        Begin();
        _writer.Put(Bzip2Marks.End, Bzip2Marks.MarkBits);
        _writer.Put(_checksum, Bzip2Marks.ChecksumBits);
        _writer.Pad();
        return _bytes.AsSpan(0, _writer.Length);
    }

    private void Begin()
    {
        _writer.Rewind();
        if (!_begun)
        {
            _begun = true;
            _writer.Copy("BZh9"u8, 0, Bzip2Marks.HeaderBits);
        }
    }
}
