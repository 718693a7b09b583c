namespace Dom0Iptables.Binaries;

/// <summary>A symbol that a program or library exports, or wants from another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version ("GLIBC_2.0"), or null.</param>
/// <param name="Library">The soname of the library that it wants it of, where the version names one.</param>
/// <param name="IsUndefined">Whether it wants it; else it exports it.</param>
/// <param name="IsWeak">Whether it can do without.</param>
/// <param name="Kind">readelf's name of its type ("FUNC", "IFUNC").</param>
/// <param name="Binding">readelf's name of its binding ("GLOBAL", "UNIQUE").</param>
public sealed record ElfSymbol(string Name, string? Version, string? Library, bool IsUndefined, bool IsWeak, string Kind, string Binding)
{
    /// <inheritdoc/>
    public override string ToString() => Version is null ? Name : $"{Name}@{Version}";
}
