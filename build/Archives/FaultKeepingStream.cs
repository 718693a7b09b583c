namespace Dom0Iptables.Archives;

/// <summary>
/// Hands on what is written and keeps the first fault: SharpZipLib's BZip2OutputStream (1.4.2) writes its last block when it is
/// disposed of and swallows every exception there, so that on a full disk a cut archive would pass for a whole one.
/// </summary>
internal sealed class FaultKeepingStream(Stream inner) : Stream
{
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

    /// <summary>Throws the fault that was kept, if there is one, after all is on its way to the disk.</summary>
    public void ThrowIfFaulted()
    {
        if (_fault is null)
        {
            Flush();
        }

        if (_fault is not null)
        {
            throw new IOException(_fault.Message, _fault);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Keep(() => inner.Write(buffer, offset, count));

    public override void WriteByte(byte value) => Keep(() => inner.WriteByte(value));

    public override void Flush() => Keep(inner.Flush);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (IOException exception)
        {
            _fault ??= exception;
            throw;
        }
    }
}
