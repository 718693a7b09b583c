namespace Dom0Iptables.Packaging;

/// <summary>One file that a package holds.</summary>
/// <param name="Path">Its absolute name.</param>
/// <param name="Digest">The digest of its bytes in lower-case hex; empty for folders and links.</param>
/// <param name="LinkTarget">Where it points; empty for what is no link.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
public sealed record RpmFile(string Path, string Digest, string LinkTarget, bool IsFolder);
