namespace Dom0Iptables.Sources;

/// <summary>A source archive that is whole and verified.</summary>
/// <param name="Path">Where it is, in the user's cache, in a folder named by its checksum.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sha1">Lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
/// <param name="Origin">Where this run got it, for people; it differs from machine to machine.</param>
/// <param name="Proof">How it was verified; it does not differ from machine to machine.</param>
public sealed record FetchedSource(string Path, long Size, string Sha256, string Sha1, string Md5, string Origin, SourceProof Proof)
{
    /// <summary>The archive's name without any folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);
}
