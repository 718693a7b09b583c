namespace Dom0Iptables.Sources;

/// <summary>An archive whose checksums are right.</summary>
/// <param name="Path">Where it is now: its place in the cache, or a part that is to be moved there.</param>
/// <param name="Entry">Its place in the cache.</param>
/// <param name="Facts">What it is.</param>
/// <param name="Checksum">By whose word it is right.</param>
/// <param name="Origin">Where it came from, for people.</param>
internal sealed record FoundArchive(string Path, string Entry, ArchiveFacts Facts, ChecksumProof Checksum, string Origin);
