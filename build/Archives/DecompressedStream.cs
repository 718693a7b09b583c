using Dom0Iptables.Failures;
using ICSharpCode.SharpZipLib.GZip;

namespace Dom0Iptables.Archives;

/// <summary>
/// The tar inside the compression. It reads to the end of the file, so that every check that the format carries is made, and it
/// turns whatever a decompressor throws at corrupt data into one refusal.
/// </summary>
/// <remarks>
/// What is taken from which library, and why (SharpCompress 0.50.8):
/// bzip2: SharpCompress checks each block and the whole; <see cref="Bzip2Stream"/> leads it from stream to stream, and keeps it from
/// what crafted data make it do.
/// xz: SharpCompress's XZStream stops after the first stream, does not check the index, and allocates whatever dictionary a block
/// asks for, up to 1.5 GiB; <see cref="XzStream"/> reads the container and leaves LZMA2 and the checks' arithmetic to SharpCompress.
/// gzip: SharpCompress's GZipStream stops after the first member without saying where that ended, and takes a truncated file for a
/// whole one until it is disposed of; SharpZipLib's reads every member and checks each one's CRC and length. What follows the last
/// member is ignored, as gzip does (tapes were padded); bzip2 and xz were never padded by anything else.
/// </remarks>
internal sealed class DecompressedStream : ReadOnlyStream
{
    private readonly CompressedFile _file;
    private readonly ArchiveCompression _compression;
    private Stream? _decompressor;
    private RefusedArchiveException? _fault;

    /// <summary>Opens the compression; nothing is read yet.</summary>
    public DecompressedStream(CompressedFile file, ArchiveCompression compression)
    {
        _file = file;
        _compression = compression;
    }

    /// <summary>Fills the buffer, or as much of it as is left of the tar.</summary>
    /// <exception cref="RefusedArchiveException">The compressed data are corrupt or truncated.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        // A decompressor that stumbled once says anything the next time.
        if (_fault is not null)
        {
            throw _fault;
        }

        var done = 0;
        try
        {
            _decompressor ??= Open();
            while (done < count)
            {
                var part = _decompressor.Read(buffer, offset + done, count - done);
                if (part <= 0)
                {
                    break;
                }

                done += part;
            }
        }
        catch (Exception exception) when (IsFaultOfTheData(exception))
        {
            throw _fault = new RefusedArchiveException($"its {_compression.ToString().ToLowerInvariant()} data are corrupt or truncated ({Cause(exception)})", exception);
        }

        return done;
    }

    /// <summary>Reads on to the end of a block of bzip2, or 4 MiB far, and throws away what comes.</summary>
    /// <exception cref="RefusedArchiveException">The compressed data there are corrupt or truncated.</exception>
    public void CheckBlockAtHand()
    {
        var buffer = new byte[1 << 16];
        for (var i = 0; i < 64 && Read(buffer, 0, buffer.Length) == buffer.Length; i++)
        {
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var done = Read(bytes, 0, bytes.Length);
        bytes.AsSpan(0, done).CopyTo(buffer);
        return done;
    }

    protected override void Dispose(bool disposing)
    {
        // Only xz holds memory worth giving back, and SharpZipLib and SharpCompress may throw at a stream that is not at its end.
        if (disposing && _decompressor is XzStream xz)
        {
            xz.Dispose();
        }

        base.Dispose(disposing);
    }

    // The decoders run off their own tables on corrupt data, so there is no list of what they throw; a fault of the disk
    // is an IOException with the kernel's error number and must not be told as one of the data.
    private static bool IsFaultOfTheData(Exception exception) => exception switch
    {
        RefusedArchiveException or PipelineException or OperationCanceledException or OutOfMemoryException => false,
        EndOfStreamException or InvalidDataException => true,
        IOException => false,
        _ => true,
    };

    private static string Cause(Exception exception) => exception is IndexOutOfRangeException or NullReferenceException or ArgumentException
        ? "a value out of its range"
        : RefusedArchiveException.Printable(exception.Message.TrimEnd('.'));

    private Stream Open() => _compression switch
    {
        ArchiveCompression.Bzip2 => new Bzip2Stream(_file),
        ArchiveCompression.Gzip => new GZipInputStream(_file, 1 << 16) { IsStreamOwner = false },
        _ => new XzStream(_file),
    };
}
