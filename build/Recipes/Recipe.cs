using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>What is built: a release, its patches, its configure arguments, its spec.</summary>
/// <param name="Id">The recipe's own name, which is its file's ("iptables-1.4.8").</param>
/// <param name="Path">Its file's full path.</param>
/// <param name="Name">The package's name ("iptables").</param>
/// <param name="Version">The release ("1.4.8").</param>
/// <param name="Released">The day of the release; the clock of everything that is built from it.</param>
/// <param name="SpecPath">The full path of the RPM spec.</param>
/// <param name="PatchesFolder">The full path of the folder of patches, or null where the release needs none.</param>
/// <param name="Fallback">The recipe to build instead where no source can be reached, or null.</param>
/// <param name="Source">The released archive.</param>
/// <param name="ConfigureArguments">What configure is told apart from the compiler's flags.</param>
/// <param name="Dom0">What dom0 receives beside it, or null where that is nothing.</param>
/// <param name="Smoke">What the gates have its programs do, or null where nothing is said of that.</param>
public sealed record Recipe(
    string Id,
    string Path,
    string Name,
    string Version,
    DateOnly Released,
    string SpecPath,
    string? PatchesFolder,
    string? Fallback,
    SourceRecipe Source,
    ImmutableArray<string> ConfigureArguments,
    Dom0Recipe? Dom0,
    SmokeTest? Smoke);
