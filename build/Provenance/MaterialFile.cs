using System.Security.Cryptography;
using Dom0Iptables.Journal;

namespace Dom0Iptables.Provenance;

/// <summary>A file that something was made from.</summary>
/// <param name="Name">Its name, relative to the folder it was taken from ("0001-a.patch", "dom0/etc/sysconfig/iptables-config").</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sha1">Lower-case hex. SPDX 2.3 wants it of every file: https://spdx.github.io/spdx-spec/v2.3/file-information/#84-file-checksum-field.</param>
public sealed record MaterialFile(string Name, string Sha256, string Sha1)
{
    /// <summary>Takes the checksums of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What it is called in the documents; null for its own name.</param>
    public static MaterialFile Of(string path, string? name = null) => new(name ?? Path.GetFileName(path), Fingerprint.OfFile(path), Sha1Of(path));

    private static string Sha1Of(string path)
    {
        using var stream = File.OpenRead(path);
#pragma warning disable CA5350 // what SPDX asks for; SHA-256 stands beside it
        return Convert.ToHexStringLower(SHA1.HashData(stream));
#pragma warning restore CA5350
    }
}
