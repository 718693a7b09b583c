namespace Dom0Iptables.Archives;

/// <summary>
/// Compresses what is written as bzip2 -9 does, to the byte, by several processors at once: the blocks are cut where bzip2 would cut
/// them, each is compressed to a stream of its own, and the streams' blocks are joined, bit by bit, to one.
/// </summary>
/// <remarks>
/// One stream, and not one for each block as pbzip2 makes them: there are readers that take the end of the first for the end of all.
/// </remarks>
internal sealed class ParallelBzip2Writer : Stream
{
    private readonly Stream _file;
    private readonly int _workers;
    private readonly Queue<(Task<int> Length, Work Work)> _compressing = new();
    private readonly Stack<Work> _free = new();
    private readonly Bzip2Joint _joint = new();
    private Work _current = new();

    /// <summary>Begins a stream.</summary>
    /// <param name="file">Where it goes, a block at a time; it is left open.</param>
    /// <param name="workers">How many blocks are compressed at once; the bytes are the same for any number.</param>
    public ParallelBzip2Writer(Stream file, int workers)
    {
        _file = file;
        _workers = workers;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[_current.Block.Take(buffer)..];
            if (_current.Block.IsFull)
            {
                Compress();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush()
    {
        // A block is written when it is full, and the last one by Complete.
    }

    /// <summary>Compresses what is left and ends the stream. What is not completed is cut, as bzip2's checks will tell.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Complete()
    {
        _current.Block.End();
        if (!_current.Block.IsEmpty)
        {
            Compress();
        }

        while (_compressing.Count > 0)
        {
            WriteOldest();
        }

        _file.Write(_joint.End());
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Waits for what is being compressed, so that no thread is left behind; nothing is written.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Task.WhenAll(_compressing.Select(one => one.Length)).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
            _compressing.Clear();
        }

        base.Dispose(disposing);
    }

    private void Compress()
    {
        // One more than there are workers: while the oldest is waited for, none of them is without work.
        if (_compressing.Count > _workers)
        {
            WriteOldest();
        }

        var full = _current;
        _current = _free.TryPop(out var free) ? free : new Work();
        _current.Block.BeginAfter(full.Block);

        // A thread of its own: the pool's are few, wanted by others, and one of them may be waiting here.
        _compressing.Enqueue((Task.Factory.StartNew(full.Compress, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), full));
    }

    private void WriteOldest()
    {
        var (length, work) = _compressing.Peek();
        _file.Write(_joint.Append(work.Compressed.AsSpan(0, length.GetAwaiter().GetResult())));
        _compressing.Dequeue();
        _free.Push(work);
    }

    private sealed class Work
    {
        public Bzip2RunLengths Block { get; } = new();

        public byte[] Compressed { get; } = new byte[Bzip2RunLengths.LongestCompressed];

        public int Compress() => Bzip2Library.Compress(Block, Compressed);
    }
}
