using System.Buffers.Binary;
using System.Security.Cryptography;
using SharpCompress.Compressors.LZMA;
using SharpCompress.Compressors.Xz;

namespace Dom0Iptables.Archives;

/// <summary>
/// Reads the .xz file format, https://tukaani.org/xz/xz-file-format.txt: any number of streams of any number of blocks, with every
/// check, size and index compared. LZMA2 is decoded by SharpCompress. Filters other than LZMA2 are for machine code, and refused.
/// </summary>
internal sealed class XzStream(CompressedFile file) : ReadOnlyStream
{
    /// <summary>The largest dictionary that is allocated, 128 MiB; xz -9 asks for 64.</summary>
    private const int LargestDictionary = 30;

    private readonly List<(ulong Unpadded, ulong Uncompressed)> _blocks = [];
    private CheckType _check;
    private int _checkSize;
    private byte[] _streamFlags = [];
    private bool _inStream;
    private bool _anyStream;
    private LzmaStream? _block;
    private XzBlockHeader _header;
    private long _dataStart;
    private ulong _uncompressed;
    private uint _crc32;
    private ulong _crc64;
    private IncrementalHash? _sha256;

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (count > 0 && (_block is not null || NextBlock()))
        {
            var part = _block!.Read(buffer, offset, count);
            if (part > 0)
            {
                Update(buffer.AsSpan(offset, part));
                return part;
            }

            EndBlock();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _block?.Dispose();
            _sha256?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool NextBlock()
    {
        while (true)
        {
            if (!_inStream && !NextStream())
            {
                return false;
            }

            var size = file.ReadByte();
            Require(size >= 0, "the file ends where a block or the index should begin");
            if (size > 0)
            {
                BeginBlock((byte)size);
                return true;
            }

            EndStream();
        }
    }

    private bool NextStream()
    {
        // Streams may be followed by zeros, in fours.
        while (_anyStream)
        {
            if (file.Position == file.Length)
            {
                return false;
            }

            var next = ReadExactly(4);
            if (BinaryPrimitives.ReadUInt32LittleEndian(next) != 0)
            {
                file.Position -= 4;
                break;
            }
        }

        var header = XZHeader.FromStream(file);
        _check = header.BlockCheckType;
        _checkSize = _check is CheckType.NONE ? 0 : header.BlockCheckSize;
        Require(_check is CheckType.NONE or CheckType.CRC32 or CheckType.CRC64 or CheckType.SHA256, $"a check of the unknown kind {(int)_check}");
        _streamFlags = [0, (byte)_check];
        _blocks.Clear();
        _inStream = _anyStream = true;
        return true;
    }

    private void BeginBlock(byte size)
    {
        var header = new byte[(size + 1) * 4];
        header[0] = size;
        file.ReadExactly(header, 1, header.Length - 1);
        _header = XzBlockHeader.Parse(header);
        Require(_header.DictionarySize <= LargestDictionary, "a block asks for a dictionary of more than 128 MiB");
        _dataStart = file.Position;
        _block = LzmaStream.Create([_header.DictionarySize], new Lzma2Guard(file), leaveOpen: true);
        _uncompressed = 0;
        _crc32 = Crc32.DefaultSeed;
        _crc64 = ulong.MaxValue;
        _sha256 ??= _check is CheckType.SHA256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    private void Update(ReadOnlySpan<byte> data)
    {
        _uncompressed += (ulong)data.Length;
        switch (_check)
        {
            case CheckType.CRC32:
                _crc32 = Crc32.Update(_crc32, data);
                break;
            case CheckType.CRC64:
                _crc64 = Crc64.UpdateXz(_crc64, data);
                break;
            case CheckType.SHA256:
                _sha256!.AppendData(data);
                break;
        }
    }

    private void EndBlock()
    {
        _block!.Dispose();
        _block = null;
        var compressed = (ulong)(file.Position - _dataStart);
        Require(_header.Compressed is null || _header.Compressed == compressed, "a block is longer or shorter than its header says");
        Require(_header.Uncompressed is null || _header.Uncompressed == _uncompressed, "a block holds more or less than its header says");
        SkipPadding((long)compressed);

        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        switch (_check)
        {
            case CheckType.CRC32:
                BinaryPrimitives.WriteUInt32LittleEndian(computed, ~_crc32);
                break;
            case CheckType.CRC64:
                BinaryPrimitives.WriteUInt64LittleEndian(computed, ~_crc64);
                break;
            case CheckType.SHA256:
                _sha256!.GetHashAndReset(computed);
                break;
        }

        Require(ReadExactly(_checkSize).AsSpan().SequenceEqual(computed[.._checkSize]), "a block's check does not fit its data");
        _blocks.Add(((ulong)_header.Size + compressed + (ulong)_checkSize, _uncompressed));
    }

    private void EndStream()
    {
        var start = file.Position - 1;
        Require(XzNumber.Read(file) == (ulong)_blocks.Count, "the index counts other blocks than there are");
        foreach (var block in _blocks)
        {
            Require(XzNumber.Read(file) == block.Unpadded && XzNumber.Read(file) == block.Uncompressed, "the index does not fit the blocks");
        }

        SkipPadding(file.Position - start);
        var size = (int)(file.Position - start);
        file.Position = start;
        var crc = Crc32.Compute(ReadExactly(size));
        Require(BinaryPrimitives.ReadUInt32LittleEndian(ReadExactly(4)) == crc, "the index's check does not fit");

        var footer = ReadExactly(12);
        Require(footer.AsSpan(10).SequenceEqual("YZ"u8), "the stream has no footer");
        Require(BinaryPrimitives.ReadUInt32LittleEndian(footer) == Crc32.Compute(footer[4..10]), "the footer's check does not fit");
        Require((BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(4)) + 1L) * 4 == size + 4, "the footer does not lead to the index");
        Require(footer.AsSpan(8, 2).SequenceEqual(_streamFlags), "the footer does not fit the header");
        _inStream = false;
    }

    private void SkipPadding(long length)
    {
        var padding = (int)((4 - (length % 4)) % 4);
        Require(!ReadExactly(padding).AsSpan().ContainsAnyExcept((byte)0), "the padding is not zero");
    }

    private byte[] ReadExactly(int length)
    {
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
