namespace Dom0Iptables.Archives;

/// <summary>
/// The archive's file as the decompressors need it. They take a short read for the end of the file, and FileStream gives
/// short reads; they read byte by byte, which is cheap here; and none of them takes a cancellation token.
/// </summary>
internal sealed class CompressedFile(FileStream file, CancellationToken cancellationToken) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _bufferStart;
    private int _next;
    private int _filled;
    private int _readsPastEnd;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _bufferStart + _next;
        set
        {
            file.Position = value;
            _bufferStart = value;
            _next = _filled = 0;
        }
    }

    public override int ReadByte() => _next < _filled || Refill() ? _buffer[_next++] : -1;

    public override int Read(Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length && (_next < _filled || Refill()))
        {
            var part = Math.Min(buffer.Length - done, _filled - _next);
            _buffer.AsSpan(_next, part).CopyTo(buffer[done..]);
            _next += part;
            done += part;
        }

        return done;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Refill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _bufferStart += _filled;
        _next = 0;
        _filled = file.Read(_buffer);
        if (_filled == 0 && ++_readsPastEnd > 64)
        {
            // SharpCompress's range decoder takes the end of the file for an endless run of ones.
            throw new EndOfStreamException("the file ends too early");
        }

        return _filled > 0;
    }
}
