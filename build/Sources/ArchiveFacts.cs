using System.Security.Cryptography;

namespace Dom0Iptables.Sources;

/// <summary>What a file is found to be.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sha1">Lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
internal sealed record ArchiveFacts(long Size, string Sha256, string Sha1, string Md5)
{
    /// <summary>Reads a file once and measures it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<ArchiveFacts> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        var buffer = new byte[1 << 17];
        long size = 0;
        int count;
        while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            sha256.AppendData(buffer, 0, count);
            sha1.AppendData(buffer, 0, count);
            md5.AppendData(buffer, 0, count);
            size += count;
        }

        return new ArchiveFacts(size, Hex(sha256), Hex(sha1), Hex(md5));
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
