using System.Runtime.CompilerServices;

namespace Dom0Iptables.Archives;

/// <summary>
/// The archive's file as the decompressors need it. They take a short read for the end of the file, and FileStream gives
/// short reads; they read byte by byte, which is cheap here; and none of them takes a cancellation token.
/// </summary>
internal sealed class CompressedFile(FileStream file, CancellationToken cancellationToken) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _bufferStart;
    private int _next;
    private int _filled;
    private int _readsPastEnd;

    public override bool CanSeek => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => _bufferStart + _next;
        set
        {
            // The containers look a few bytes ahead and step back: an archive of many small streams must not be read over and over.
            if (value >= _bufferStart && value <= _bufferStart + _filled)
            {
                _next = (int)(value - _bufferStart);
                return;
            }

            file.Position = value;
            _bufferStart = value;
            _next = _filled = 0;
        }
    }

    /// <summary>The fault of the disk that ended a read; SharpCompress's bzip2 decoder takes it for the end of the data.</summary>
    public IOException? Fault { get; private set; }

    public override int ReadByte()
    {
        // SharpCompress's bzip2 decoder calls itself at each empty block, and a stack that ends takes the process with it.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InvalidDataException("empty block follows empty block");
        }

        return _next < _filled || Refill() ? _buffer[_next++] : -1;
    }

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

    private bool Refill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _bufferStart += _filled;
        _next = 0;
        _filled = 0;
        try
        {
            _filled = file.Read(_buffer);
        }
        catch (IOException exception)
        {
            Fault = exception;
            throw;
        }

        if (_filled == 0 && ++_readsPastEnd > 64)
        {
            // SharpCompress's range decoder takes the end of the file for an endless run of ones.
            throw new EndOfStreamException("the file ends too early");
        }

        return _filled > 0;
    }
}
