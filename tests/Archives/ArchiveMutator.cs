using System.Buffers.Binary;
using System.Text;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Damages real archives: their tar with the checksums made to fit again, or their compressed data.</summary>
/// <param name="random">What decides; the same seed damages the same way.</param>
/// <param name="tars">Whole tars.</param>
/// <param name="compressed">Whole compressed archives.</param>
/// <param name="root">The folder that hostile names lead to.</param>
internal sealed class ArchiveMutator(Random random, IReadOnlyList<byte[]> tars, IReadOnlyList<byte[]> compressed, string root)
{
    private const int Block = 512;

    /// <summary>The next damaged archive.</summary>
    public byte[] Next()
    {
        if (random.Next(3) == 0)
        {
            var file = Pick(compressed);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                file = Bytes(file, compressed);
            }

            return file;
        }

        var tar = Pick(tars);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            tar = random.Next(4) switch
            {
                0 => Bytes(tar, tars),
                1 => Blocks(tar),
                _ => Field(tar),
            };
        }

        return Compressed.By(random.Next(8) == 0 ? "bzip2" : random.Next(2) == 0 ? "gzip" : "xz", tar);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private byte[] Bytes(byte[] file, IReadOnlyList<byte[]> others)
    {
        if (file.Length == 0)
        {
            return file;
        }

        file = [.. file];
        var at = random.Next(file.Length);
        var length = Math.Min(random.Next(1, 1 << random.Next(1, 12)), file.Length - at);
        switch (random.Next(7))
        {
            case 0 or 1:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 2:
                file[at] = Pick<byte>([0, 0xff, 0x80, (byte)'/', (byte)'.', (byte)'7', (byte)' ', (byte)random.Next(256)]);
                return file;
            case 3:
                var other = Pick(others);
                var from = random.Next(other.Length);
                other.AsSpan(from, Math.Min(length, other.Length - from)).CopyTo(file.AsSpan(at));
                return file;
            case 4:
                return [.. file[..at], .. file[(at + length)..]];
            case 5:
                return [.. file[..(at + length)], .. file[at..]];
            default:
                return random.Next(3) == 0 ? file[..at] : [.. file, .. Pick(others)];
        }
    }

    private byte[] Blocks(byte[] tar)
    {
        var count = tar.Length / Block;
        if (count < 4)
        {
            return tar;
        }

        var at = random.Next(count - 1) * Block;
        var length = random.Next(1, Math.Min(8, (tar.Length - at) / Block)) * Block;
        var other = Pick(tars);
        var from = random.Next(other.Length / Block) * Block;
        return random.Next(4) switch
        {
            0 => [.. tar[..at], .. tar[(at + length)..]],
            1 => [.. tar[..(at + length)], .. tar[at..]],
            2 => [.. tar[..at], .. other[from..Math.Min(other.Length, from + length)], .. tar[at..]],
            _ => [.. tar[..at], .. other[from..]],
        };
    }

    /// <summary>Changes a field of a header, and mends the header's checksum.</summary>
    private byte[] Field(byte[] tar)
    {
        var headers = Enumerable.Range(0, tar.Length / Block).Where(i => IsHeader(tar.AsSpan(i * Block, Block))).ToArray();
        if (headers.Length == 0)
        {
            return tar;
        }

        tar = [.. tar];
        var start = Pick(headers) * Block;
        var header = tar[start..(start + Block)];
        switch (random.Next(8))
        {
            case 0 or 1:
                header[156] = (byte)"00112234567xgLKXSMDVNA\0\u0001Z"[random.Next(25)];
                break;
            case 2:
                Put(header, 0, 100, Name());
                break;
            case 3 or 4:
                Put(header, 157, 100, Name());
                header[156] = (byte)"12"[random.Next(2)];
                break;
            case 5:
                Put(header, 345, 155, Name());
                Put(header, 257, 8, "ustar\0" + "00");
                break;
            case 6:
                Number(header, 124);
                break;
            default:
                Number(header, random.Next(2) == 0 ? 136 : 100);
                break;
        }

        TarBuilder.Checksummed(header).CopyTo(tar, start);
        return tar;
    }

    private string Name() => Pick<string>(
        [$"{root}/evil", "../evil", "top/../../evil", "top", "top/", "top/a", "top/l", "top/l/evil", "top/sub/deep/b", "../outside/canary", $"{root}/outside", "..", ".", "", "a", "sub", "sub/deep/b", "top/new", "top/./a", "top//", "./top/x/.", "top/\u00e9", "/"]);

    private void Number(byte[] header, int at)
    {
        var length = at == 100 ? 8 : 12;
        var number = Pick<long>([0, 1, 511, 512, 513, 1 << 20, 8L << 30, long.MaxValue, long.MinValue, -1, -512, random.NextInt64()]);
        if (length == 12 && (number < 0 || number > 0x1ffffffff || random.Next(2) == 0))
        {
            Array.Fill(header, number < 0 ? (byte)0xff : (byte)0, at, 12);
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(at + 4), number);
            header[at] = number < 0 ? (byte)0xff : (byte)0x80;
        }
        else
        {
            Put(header, at, length, Convert.ToString(number, 8).PadLeft(length - 1, random.Next(2) == 0 ? '0' : ' ')[..(length - 1)]);
        }
    }

    private static void Put(byte[] header, int at, int length, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        header.AsSpan(at, length).Clear();
        bytes.AsSpan(0, Math.Min(bytes.Length, length)).CopyTo(header.AsSpan(at));
    }

    private static bool IsHeader(ReadOnlySpan<byte> block)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
        {
            sum += i is < 148 or >= 156 ? block[i] : 0;
        }

        return Encoding.ASCII.GetString(block.Slice(148, 6)).TrimStart('0', ' ') == Convert.ToString(sum, 8);
    }
}
