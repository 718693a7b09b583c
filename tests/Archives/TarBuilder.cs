using System.IO.Compression;
using System.Text;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Writes tars header by header, so that a test can make what no tar program writes.</summary>
internal sealed class TarBuilder
{
    private readonly List<byte> _tar = [];

    public static byte[] Header(
        string name,
        char type = '0',
        long size = 0,
        string link = "",
        int mode = 0x1a4,
        long time = 1274400000,
        string magic = "ustar\00000",
        byte[]? rawName = null,
        string prefix = "")
    {
        var block = new byte[512];
        (rawName ?? Encoding.UTF8.GetBytes(name)).CopyTo(block, 0);
        Put(block, 100, Octal(mode, 7));
        Put(block, 108, Octal(1000, 7));
        Put(block, 116, Octal(1000, 7));
        Put(block, 124, Octal(size, 11));
        Put(block, 136, Octal(time, 11));
        block[156] = (byte)type;
        Encoding.UTF8.GetBytes(link).CopyTo(block, 157);
        Put(block, 257, magic);
        Put(block, 345, prefix);
        return Checksummed(block);
    }

    public static byte[] Checksummed(byte[] block)
    {
        Put(block, 148, "        ");
        Put(block, 148, Octal(block.Sum(b => b), 6) + "\0 ");
        return block;
    }

    public TarBuilder Raw(params byte[] bytes)
    {
        _tar.AddRange(bytes);
        return this;
    }

    public TarBuilder Folder(string name, int mode = 0x1ed, long time = 1274400000) => Raw(Header(name, '5', mode: mode, time: time));

    public TarBuilder File(string name, string text = "text\n", int mode = 0x1a4, long time = 1274400000, char type = '0') =>
        Data(Header(name, type, Encoding.UTF8.GetByteCount(text), mode: mode, time: time), Encoding.UTF8.GetBytes(text));

    public TarBuilder Link(string name, string target, char type = '2') => Raw(Header(name, type, link: target, mode: 0x1ff));

    public TarBuilder Pax(params (string Key, string Value)[] records) => Extended('x', records);

    public TarBuilder GlobalPax(params (string Key, string Value)[] records) => Extended('g', records);

    public TarBuilder LongName(string name, char type = 'L')
    {
        var bytes = Encoding.UTF8.GetBytes(name + "\0");
        return Data(Header("././@LongLink", type, bytes.Length, magic: "ustar  \0"), bytes);
    }

    public TarBuilder Data(byte[] header, byte[] data) =>
        Raw(header).Raw(data).Raw(new byte[(512 - (data.Length % 512)) % 512]);

    public TarBuilder End(int blocks = 2) => Raw(new byte[512 * blocks]);

    public byte[] ToArray() => [.. _tar];

    /// <summary>Ends the tar and writes it, compressed by gzip.</summary>
    public string WriteTo(string path) => Write(End().ToArray(), path);

    public static string Write(byte[] tar, string path)
    {
        using var file = System.IO.File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(tar);
        return path;
    }

    private TarBuilder Extended(char type, (string Key, string Value)[] records)
    {
        var bytes = records.SelectMany(record => Record(record.Key, record.Value)).ToArray();
        return Data(Header(type == 'g' ? "pax_global_header" : "PaxHeaders/x", type, bytes.Length), bytes);
    }

    private static byte[] Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest + 1;
        while (length != rest + $"{length}".Length)
        {
            length++;
        }

        return Encoding.UTF8.GetBytes($"{length} {key}={value}\n");
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    private static void Put(byte[] block, int offset, string text) => Encoding.ASCII.GetBytes(text).CopyTo(block, offset);
}
