using Dom0Iptables.Binaries;

namespace Dom0Iptables.Gates;

/// <summary>A program or library that a package holds.</summary>
/// <param name="Package">The package's file name.</param>
/// <param name="InstalledPath">Where the package puts it.</param>
/// <param name="Elf">What it says of itself.</param>
public sealed record PackagedBinary(string Package, string InstalledPath, ElfFile Elf)
{
    /// <summary>Whether it is run, not loaded by another.</summary>
    public bool IsProgram => Elf.Interpreter is not null || Elf.Kind == "EXEC";

    /// <inheritdoc/>
    public override string ToString() => $"{Package} {InstalledPath}";
}
