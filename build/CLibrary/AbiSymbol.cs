namespace Dom0Iptables.CLibrary;

/// <summary>A symbol that the platform's C library exports.</summary>
/// <param name="Library">The soname of the library that has it ("libc.so.6").</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version ("GLIBC_2.3.4").</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Its size in bytes; 0 for functions.</param>
/// <param name="IsDefault">Whether a program that is linked today gets this version; else it is there for older programs only.</param>
public sealed record AbiSymbol(string Library, string Name, string Version, AbiSymbolKind Kind, int Size, bool IsDefault);
