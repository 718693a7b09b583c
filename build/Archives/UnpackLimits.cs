namespace Dom0Iptables.Archives;

/// <summary>What an archive may take at most, so that a bomb ends before the disk or the patience does.</summary>
/// <param name="MaximumBytes">The most bytes that the files of the tree, and the long names and headers about them, may hold.</param>
/// <param name="MaximumEntries">The most entries, global headers and folders made without an entry of their own included.</param>
public sealed record UnpackLimits(long MaximumBytes, int MaximumEntries);
