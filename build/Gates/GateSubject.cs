using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Gates;

/// <summary>What stands before the gates.</summary>
/// <param name="Platform">What the packages must run on.</param>
/// <param name="Recipe">The recipe they were made by; null where that is not known.</param>
/// <param name="Packages">All packages, with source packages.</param>
/// <param name="Binaries">The programs and libraries in them.</param>
/// <param name="Libraries">The libraries of the platform.</param>
/// <param name="LoaderFolders">Where the packages have the platform's loader look, beside its own folders.</param>
/// <param name="Environment">The environment of the programs that examine them.</param>
/// <param name="Scratch">A folder for the gates' own files.</param>
/// <param name="Foreign">Texts that no file may hold: what they are ("the user's name"), and the text.</param>
public sealed record GateSubject(
    Platform Platform,
    Recipe? Recipe,
    ImmutableArray<ExaminedPackage> Packages,
    ImmutableArray<PackagedBinary> Binaries,
    PlatformLibraries Libraries,
    ImmutableArray<string> LoaderFolders,
    BuildEnvironment Environment,
    string Scratch,
    ImmutableArray<(string What, string Text)> Foreign)
{
    /// <summary>The task's name, for errors.</summary>
    public const string Step = "Gate";

    /// <summary>The packages that are installed on dom0: all but the source packages.</summary>
    public IEnumerable<ExaminedPackage> Installed => Packages.Where(package => !package.Rpm.IsSource);

    /// <summary>The library of the packages that has a soname, or null.</summary>
    public PackagedBinary? LibraryOf(string soname) =>
        Binaries.FirstOrDefault(binary => binary.Elf.Soname == soname || (binary.Elf.Soname is null && Path.GetFileName(binary.InstalledPath) == soname));
}
