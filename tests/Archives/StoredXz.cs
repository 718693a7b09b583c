using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Writes .xz without compressing: chunks of LZMA2 that hold their data as they are, checked by CRC32.</summary>
internal static class StoredXz
{
    /// <summary>A stream of one block.</summary>
    /// <param name="data">What it holds.</param>
    public static byte[] Of(byte[] data)
    {
        var chunks = new List<byte>();
        for (var at = 0; at < data.Length; at += 1 << 16)
        {
            var length = Math.Min(1 << 16, data.Length - at);
            chunks.AddRange([at == 0 ? (byte)1 : (byte)2, (byte)((length - 1) >> 8), (byte)(length - 1), .. data[at..(at + length)]]);
        }

        chunks.Add(0);
        return Of([([.. chunks], data.Length, Crc(data))]);
    }

    /// <summary>A stream of blocks whose LZMA2 data are given.</summary>
    /// <param name="blocks">Each block's LZMA2 data, how much they unpack to, and the CRC32 of that.</param>
    /// <param name="dictionary">The dictionary that the blocks ask for, as the format encodes it; 0 is 4 KiB, 18 is 2 MiB.</param>
    public static byte[] Of((byte[] Lzma2, long Length, byte[] Crc)[] blocks, byte dictionary = 18)
    {
        byte[] flags = [0, 1];
        List<byte> file = [0xfd, .. "7zXZ\0"u8, .. flags, .. Crc(flags)];
        List<byte> index = [0, .. Number(blocks.Length)];
        foreach (var (lzma2, length, crc) in blocks)
        {
            byte[] header = [2, 0, 0x21, 1, dictionary, 0, 0, 0];
            file.AddRange([.. header, .. Crc(header), .. lzma2, .. new byte[Padding(lzma2.Length)], .. crc]);
            index.AddRange([.. Number(header.Length + 4 + lzma2.Length + 4), .. Number(length)]);
        }

        index.AddRange(new byte[Padding(index.Count)]);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, (index.Count / 4));
        byte[] footer = [.. size, .. flags];
        return [.. file, .. index, .. Crc([.. index]), .. Crc(footer), .. footer, .. "YZ"u8];
    }

    /// <summary>The CRC32 of data, as .xz writes it.</summary>
    public static byte[] Crc(byte[] data)
    {
        var crc = new Crc32();
        crc.Update(data);
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)crc.Value);
        return bytes;
    }

    private static int Padding(int length) => (4 - (length % 4)) % 4;

    private static IEnumerable<byte> Number(long number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            yield return (byte)(number | 0x80);
        }

        yield return (byte)number;
    }
}
