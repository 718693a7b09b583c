namespace Dom0Iptables.Archives;

/// <summary>What an archive turned out to hold.</summary>
/// <param name="TopFolder">The name of its one top folder ("iptables-1.4.8").</param>
/// <param name="Entries">How many entries it has: files, folders and links; headers about entries are not counted.</param>
/// <param name="Bytes">How many bytes its files hold; a hard link adds none.</param>
/// <param name="Compression">How it is compressed.</param>
public sealed record UnpackedTree(string TopFolder, int Entries, long Bytes, ArchiveCompression Compression);
