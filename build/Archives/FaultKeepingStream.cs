namespace Dom0Iptables.Archives;

/// <summary>
/// Buffers what is written and keeps the first fault: SharpZipLib's BZip2OutputStream (1.4.2) writes its last block when it is
/// disposed of and swallows every exception there, so that on a full disk a cut archive would pass for a whole one.
/// </summary>
/// <param name="file">Where it goes, unbuffered.</param>
internal sealed class FaultKeepingStream(FileStream file) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;
    private IOException? _fault;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes what is left in the buffer.</summary>
    /// <exception cref="IOException">That failed, or a write before did.</exception>
    public void Complete() => Flush();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _buffer.Length)
            {
                Flush();
            }

            var part = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..part].CopyTo(_buffer.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush()
    {
        if (_fault is not null)
        {
            throw new IOException(_fault.Message, _fault);
        }

        try
        {
            file.Write(_buffer, 0, _filled);
            _filled = 0;
        }
        catch (IOException exception)
        {
            _fault = exception;
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
