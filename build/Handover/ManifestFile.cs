using Dom0Iptables.Journal;

namespace Dom0Iptables.Handover;

/// <summary>One file that the manifest vouches for.</summary>
/// <param name="File">Its name without any folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ManifestFile(string File, long Size, string Sha256)
{
    /// <summary>Takes size and checksum of a file.</summary>
    public static ManifestFile Of(string path) => new(Path.GetFileName(path), new FileInfo(path).Length, Fingerprint.OfFile(path));
}
