namespace Dom0Iptables.Archives;

/// <summary>
/// Lets the chunks of LZMA2 through to the decoder, and no chunk that the format forbids: SharpCompress 0.50.8 takes properties
/// that ask for 12 MB of literal models, anew for every chunk of a dozen bytes.
/// </summary>
/// <param name="file">Where the chunks are; they are read from wherever it is.</param>
internal sealed class Lzma2Guard(CompressedFile file) : ReadOnlyStream
{
    // xz-file-format.txt, 5.3.1: lc and lp together are at most 4.
    private const int MostLiteralBits = 4;

    private readonly byte[] _head = new byte[6];
    private int _headLength;
    private int _headWanted = 1;
    private long _dataLeft;
    private bool _rangeCoderBegins;

    public override int ReadByte()
    {
        var next = file.ReadByte();
        if (next < 0)
        {
            throw new EndOfStreamException("the file ends in a block");
        }

        if (_rangeCoderBegins && next != 0)
        {
            // The range coder's first byte says nothing and is always zero: xz calls anything else corrupt.
            throw new InvalidDataException("a chunk that does not begin with zero");
        }

        _rangeCoderBegins = false;
        if (_dataLeft > 0)
        {
            _dataLeft--;
        }
        else
        {
            Follow((byte)next);
        }

        return next;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_dataLeft == 0 || _rangeCoderBegins)
        {
            buffer[0] = (byte)ReadByte();
            return 1;
        }

        var part = file.Read(buffer[..(int)Math.Min(buffer.Length, _dataLeft)]);
        if (part == 0)
        {
            throw new EndOfStreamException("the file ends in a block");
        }

        _dataLeft -= part;
        return part;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Follow(byte next)
    {
        _head[_headLength++] = next;
        if (_headLength == 1)
        {
            // The end; data as they are, with a length; compressed, with two; and from 0xc0 on with properties.
            _headWanted = next switch
            {
                0 => 1,
                1 or 2 => 3,
                < 0x80 => throw new InvalidDataException("a chunk of an unknown kind"),
                < 0xc0 => 5,
                _ => 6,
            };
        }

        if (_headLength < _headWanted)
        {
            return;
        }

        if (_headWanted == 6)
        {
            var (lc, lp, pb) = (_head[5] % 9, _head[5] / 9 % 5, _head[5] / 45);
            if (lc + lp > MostLiteralBits || pb > 4)
            {
                throw new InvalidDataException("a chunk with properties that the format forbids");
            }
        }

        _dataLeft = _headWanted switch
        {
            1 => 0,
            3 => (_head[1] << 8) + _head[2] + 1,
            _ => (_head[3] << 8) + _head[4] + 1,
        };
        _rangeCoderBegins = _headWanted > 3;
        _headLength = 0;
        _headWanted = 1;
    }
}
