using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Dom0Iptables.Archives;

/// <summary>Reads .bz2, one stream or several, and leaves the blocks and their checks to SharpCompress, a stream at a time.</summary>
/// <remarks>
/// SharpCompress 0.50.8, left to read on by itself, takes a "BZh" without a digit for the end, sets up 5 MB anew for every stream
/// of 14 bytes, and calls itself once for every empty block until the stack ends, and the process with it; what it does about a
/// fault of the disk is to call the data truncated. <see cref="CompressedFile"/> has the guard of the stack.
/// Measured on 300 MB of headers, to unpack takes 1.5 times tar's time: both libraries' decoders take as much longer than bzip2 itself.
/// Blocks cut out by their marks and decoded by two processors at once made 1.1 of it, for 350 lines more; the archive of a release
/// has a hundredth of that, and gained nothing.
/// </remarks>
internal sealed class Bzip2Stream(CompressedFile file) : ReadOnlyStream
{
    // bzip2 -1 and pbzip2 -b1 make streams of 100 kB; by hand, anything is set together.
    private const int StreamsOfAnyLength = 128;
    private const int LeastOfMoreStreams = 1 << 14;

    private BZip2Stream? _stream;
    private long _streams;
    private long _bytes;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (count > 0 && (_stream is not null || NextStream()))
            {
                var part = _stream!.Read(buffer, offset, count);
                if (part > 0)
                {
                    _bytes += part;
                    return part;
                }

                _stream = null;
            }

            return 0;
        }
        catch (Exception exception) when (file.Fault is { } fault && exception != fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private bool NextStream()
    {
        var start = file.Position;
        if (_streams > 0 && start == file.Length)
        {
            return false;
        }

        var head = new byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length < head.Length || !head.AsSpan().StartsWith("BZh"u8) || head[3] is < (byte)'1' or > (byte)'9')
        {
            throw new InvalidDataException($"{file.Length - start} bytes that are not bzip2 data follow its end");
        }

        if (++_streams > StreamsOfAnyLength + (_bytes / LeastOfMoreStreams))
        {
            throw new InvalidDataException($"{_streams} streams for {_bytes} bytes are more than any compressor makes");
        }

        file.Position = start;
        _stream = BZip2Stream.Create(file, CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true);
        return true;
    }
}
