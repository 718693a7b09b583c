namespace Dom0Iptables.Binaries;

/// <summary>A version that a program or library wants a library to have.</summary>
/// <param name="Library">The library's soname.</param>
/// <param name="Version">The version ("GLIBC_2.3").</param>
public sealed record ElfVersionNeed(string Library, string Version);
