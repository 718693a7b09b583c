using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Compresses within the process, so that thousands of archives can be made while a test waits.</summary>
internal static class Compressed
{
    /// <summary>The archive's file: its tar, compressed and ended as it says.</summary>
    public static byte[] Of(HostileArchive archive, string root)
    {
        var tar = HostileTar.Of(archive, root);
        var random = new Random(archive.Salt);
        var file = archive.Ending is HostileEnding.Streams
            ? [.. tar.Chunk(1 + (archive.Salt % 5000)).Take(40).Append(tar.Skip((1 + (archive.Salt % 5000)) * 40).ToArray()).SelectMany(part => By(archive.Compression, part))]
            : By(archive.Compression, tar);
        switch (archive.Ending)
        {
            case HostileEnding.CutCompressed when file.Length > 0:
                return file[..random.Next(file.Length)];
            case HostileEnding.JunkAfterCompressed:
                // gzip reads two bytes for the mark of another member, and complains where there is but one.
                var junk = new byte[2 + random.Next(100)];
                random.NextBytes(junk);
                return [.. file, .. junk];
            case HostileEnding.ChangedBit when file.Length > 0:
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
            default:
                return file;
        }
    }

    /// <summary>One stream of a compression.</summary>
    public static byte[] By(string compression, byte[] data) => compression switch
    {
        "bzip2" => Bzip2(data),
        "gzip" => Gzip(data),
        "xz" => StoredXz.Of(data),
        _ => data,
    };

    private static byte[] Bzip2(byte[] data)
    {
        using var file = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(file, 1) { IsStreamOwner = false })
        {
            bzip2.Write(data);
        }

        return file.ToArray();
    }

    private static byte[] Gzip(byte[] data)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return file.ToArray();
    }
}
