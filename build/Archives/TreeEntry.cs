namespace Dom0Iptables.Archives;

/// <summary>A file, folder or link of a tree.</summary>
/// <param name="Path">Relative to the tree's folder, with slashes; empty for the folder itself.</param>
/// <param name="Status">What the kernel says of it.</param>
/// <param name="LinkTarget">Where a symbolic link leads; null for everything else.</param>
internal sealed record TreeEntry(string Path, FileStatus Status, string? LinkTarget);
