using System.Buffers;

namespace Dom0Iptables.Archives;

/// <summary>
/// Reads a tar entry by entry, forward only: v7, ustar, GNU (long names) and PAX (names, size and time; global headers).
/// </summary>
/// <remarks>
/// SharpCompress 0.50.8 has a tar reader, but its public face cannot tell a device or a FIFO from a file, nor a hard link from a
/// symbolic one; it takes a header with a wrong checksum, or the end of the file, for the end of the archive and says nothing; and it
/// replaces what is not UTF-8. Each of these has to be refused here, so the 512 bytes of a header are read by this room.
/// </remarks>
internal sealed class TarEntryReader(Stream tar, UnpackLimits limits)
{
    private const int LongestMetadata = 1 << 20;
    private const long LongestRest = 16 << 20;

    private readonly byte[] _block = new byte[TarBlock.Size];
    private PaxRecords _global = PaxRecords.None;
    private long _dataLeft;
    private long _padding;
    private long _metadataBytes;
    private int _globalHeaders;
    private string _name = "";

    /// <summary>The next entry, or null at the end of the archive, which must be marked by two blocks of zeros; what follows those is ignored.</summary>
    /// <exception cref="RefusedArchiveException">The archive is damaged, or holds what no source release does.</exception>
    public TarEntry? Next()
    {
        if (_dataLeft > 0)
        {
            throw new InvalidOperationException("the data of the entry before were not read");
        }

        var own = _global;
        string? longName = null;
        string? longTarget = null;
        var hasOwn = false;
        while (true)
        {
            Skip(_padding);
            _padding = 0;
            if (!TryReadBlock())
            {
                throw new RefusedArchiveException(Truncated("has no end-of-archive mark"));
            }

            var block = new TarBlock(_block);
            if (block.IsEnd)
            {
                if (hasOwn || longName is not null || longTarget is not null)
                {
                    throw new RefusedArchiveException("it ends after a header about an entry that never comes");
                }

                ReadEnd();
                return null;
            }

            if (!block.ChecksumFits())
            {
                throw new RefusedArchiveException($"the header {Where()} has a wrong checksum");
            }

            switch (block.TypeFlag)
            {
                case 'g':
                    if (++_globalHeaders > limits.MaximumEntries)
                    {
                        throw new RefusedArchiveException($"it has more than {limits.MaximumEntries} global PAX headers");
                    }

                    if (_global.Time is not null)
                    {
                        // By POSIX the time still holds; GNU tar forgets a global header at the next one.
                        throw new RefusedArchiveException("a global PAX header follows one that gives every entry a time");
                    }

                    _global = _global.With(ReadMetadata(block));
                    if (_global is not { Path: null, LinkPath: null, Size: null })
                    {
                        throw new RefusedArchiveException("a global PAX header gives one name or size to every entry");
                    }

                    own = hasOwn ? own : _global;
                    break;
                case 'x' or 'X':
                    own = hasOwn ? throw Twice("PAX header") : own.With(ReadMetadata(block));
                    hasOwn = true;
                    break;
                case 'L':
                    longName = longName is null ? ReadLongName(block) : throw Twice("long name");
                    break;
                case 'K':
                    longTarget = longTarget is null ? ReadLongName(block) : throw Twice("long link target");
                    break;
                default:
                    return Entry(block, own, longName, longTarget);
            }
        }
    }

    /// <summary>Reads the data of the entry, up to the buffer's length.</summary>
    /// <returns>How many bytes were read; 0 when there are no more.</returns>
    public int ReadData(byte[] buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _dataLeft);
        if (wanted == 0)
        {
            return 0;
        }

        var done = tar.Read(buffer, 0, wanted);
        if (done < wanted)
        {
            throw new RefusedArchiveException(Truncated($"ends in the data of entry '{RefusedArchiveException.Printable(_name)}'"));
        }

        _dataLeft -= done;
        return done;
    }

    private TarEntry Entry(TarBlock block, PaxRecords own, string? longName, string? longTarget)
    {
        // Where both speak, GNU tar too believes PAX.
        var name = own.Path ?? longName ?? TarBlock.Decode(block.Name);
        var isLink = block.TypeFlag is '1' or '2';
        var kind = Kind(name, block.TypeFlag);

        // The size in a hard link's header is the file's, and no data follow. A header whose numbers are none is damaged, even where
        // PAX has better ones.
        var (headerSize, headerTime) = (block.DataSize, block.Time);
        var size = kind is TarEntryKind.HardLink ? 0 : own.Size ?? headerSize;
        if (size < 0 || (size > 0 && kind is not TarEntryKind.File))
        {
            throw RefusedArchiveException.OfEntry(name, size < 0 ? "has a negative size" : "is a folder or link that claims to hold data");
        }

        var target = isLink ? own.LinkPath ?? longTarget ?? TarBlock.Decode(block.LinkTarget) : "";
        _name = name;
        _dataLeft = size;
        _padding = PaddingOf(size);
        block.CheckOwners();
        return new TarEntry(name, kind, target, size, block.Mode, own.Time ?? headerTime);
    }

    private static TarEntryKind Kind(string name, char typeFlag) => typeFlag switch
    {
        // v7 had no flag for folders: a slash at the name's end told.
        '0' or '\0' or '7' when name.EndsWith('/') => TarEntryKind.Folder,
        '0' or '\0' or '7' => TarEntryKind.File,
        '1' => TarEntryKind.HardLink,
        '2' => TarEntryKind.SymbolicLink,
        '5' => TarEntryKind.Folder,
        '3' => throw RefusedArchiveException.OfEntry(name, "is a character device"),
        '4' => throw RefusedArchiveException.OfEntry(name, "is a block device"),
        '6' => throw RefusedArchiveException.OfEntry(name, "is a FIFO"),
        'S' => throw RefusedArchiveException.OfEntry(name, "is a sparse file (in GNU's form), as no source release holds"),
        'M' => throw RefusedArchiveException.OfEntry(name, "goes on from another volume of the archive"),
        _ => throw RefusedArchiveException.OfEntry(name, $"is of the unknown kind '{RefusedArchiveException.Printable(typeFlag.ToString())}'"),
    };

    private byte[] ReadMetadata(TarBlock block)
    {
        var size = block.DataSize;
        if (size is < 0 or > LongestMetadata)
        {
            throw new RefusedArchiveException($"the header {Where()} announces a name or PAX header of {size} bytes; {LongestMetadata} are the most that is read");
        }

        _metadataBytes += size;
        if (_metadataBytes > limits.MaximumBytes)
        {
            throw new RefusedArchiveException($"its long names and PAX headers take more than {limits.MaximumBytes} bytes");
        }

        var data = new byte[size];
        if (tar.Read(data, 0, data.Length) < data.Length)
        {
            throw new RefusedArchiveException(Truncated("ends in a long name or PAX header"));
        }

        _padding = PaddingOf(size);
        return data;
    }

    private string ReadLongName(TarBlock block)
    {
        var name = ReadMetadata(block);

        // Every program that writes one ends it so; where it does not end, GNU tar reads on in the block.
        return name is [.., 0]
            ? TarBlock.Decode(name.AsSpan().TrimEnd((byte)0))
            : throw new RefusedArchiveException($"the long name {Where()} has no end");
    }

    private void ReadEnd()
    {
        if (!TryReadBlock())
        {
            throw new RefusedArchiveException(Truncated("has only half of its end-of-archive mark"));
        }

        if (!new TarBlock(_block).IsEnd)
        {
            throw new RefusedArchiveException("a block of zeros stands between its entries, where only two together end an archive");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            // Read it must be, for the checks that the compression carries at its very end.
            long rest = 0;
            while (tar.Read(buffer, 0, buffer.Length) is var part and > 0)
            {
                rest += part;
                if (rest > LongestRest)
                {
                    throw new RefusedArchiveException($"more than {LongestRest >> 20} MiB follow its end-of-archive mark");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryReadBlock()
    {
        var done = tar.Read(_block, 0, _block.Length);
        return done == 0 || done == _block.Length ? done > 0 : throw new RefusedArchiveException(Truncated("ends within a block"));
    }

    private void Skip(long length)
    {
        if (length > 0 && tar.Read(_block, 0, (int)length) < length)
        {
            throw new RefusedArchiveException(Truncated("ends within a block"));
        }
    }

    private string Where() => _name.Length == 0 ? "of its first entry" : $"after entry '{RefusedArchiveException.Printable(_name)}'";

    private static string Truncated(string how) => $"it is truncated: the tar {how}";

    private static RefusedArchiveException Twice(string what) => new($"an entry of it has more than one {what}");

    private static long PaddingOf(long size) => (TarBlock.Size - (size % TarBlock.Size)) % TarBlock.Size;
}
