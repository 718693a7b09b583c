using System.Collections.Immutable;

namespace Dom0Iptables.Binaries;

/// <summary>What an ELF file says of itself, in readelf's words.</summary>
public sealed record ElfFile
{
    /// <summary>Where it lies on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>"ELF32" or "ELF64".</summary>
    public string Class { get; init; } = "";

    /// <summary>The machine ("Intel 80386").</summary>
    public string Machine { get; init; } = "";

    /// <summary>"EXEC", "DYN" or "REL".</summary>
    public string Kind { get; init; } = "";

    /// <summary>The system whose conventions it follows ("UNIX - System V").</summary>
    public string SystemAbi { get; init; } = "";

    /// <summary>The dynamic loader it asks for, or null for a library.</summary>
    public string? Interpreter { get; init; }

    /// <summary>Its soname, or null.</summary>
    public string? Soname { get; init; }

    /// <summary>The sonames of the libraries it needs.</summary>
    public ImmutableArray<string> Needed { get; init; } = [];

    /// <summary>The folders that it has the loader search (DT_RPATH, DT_RUNPATH).</summary>
    public ImmutableArray<string> SearchFolders { get; init; } = [];

    /// <summary>The flags of its stack segment ("RW", "RWE"), or null where it has none, which old kernels take for an executable one.</summary>
    public string? StackFlags { get; init; }

    /// <summary>The names of its dynamic tags.</summary>
    public ImmutableArray<string> DynamicTags { get; init; } = [];

    /// <summary>Whether the loader has to write into its code.</summary>
    public bool HasTextRelocations { get; init; }

    /// <summary>The kinds of its relocations ("R_386_RELATIVE").</summary>
    public ImmutableArray<string> Relocations { get; init; } = [];

    /// <summary>The oldest kernel that its ABI note names, or null.</summary>
    public Version? OldestKernel { get; init; }

    /// <summary>Its GNU property notes ("x86 feature: IBT, SHSTK").</summary>
    public ImmutableArray<string> Properties { get; init; } = [];

    /// <summary>The versions it wants of libraries.</summary>
    public ImmutableArray<ElfVersionNeed> VersionNeeds { get; init; } = [];

    /// <summary>The symbols that it exports or wants.</summary>
    public ImmutableArray<ElfSymbol> Symbols { get; init; } = [];

    /// <summary>Whether it has a table of dynamic symbols that could be read.</summary>
    public bool HasDynamicSymbols { get; init; }

    /// <summary>Whether it is linked dynamically.</summary>
    public bool IsDynamic => DynamicTags.Length > 0;
}
