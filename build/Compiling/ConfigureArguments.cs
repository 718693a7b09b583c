using System.Collections.Immutable;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Compiling;

/// <summary>What configure is told. The one place where the flags of recipe, platform and command line meet.</summary>
public static class ConfigureArguments
{
    /// <summary>The arguments: the procedure's own first and in its order, then what the platform adds.</summary>
    /// <param name="recipe">What is built.</param>
    /// <param name="platform">What it is built for.</param>
    /// <param name="cflags">The user's CFLAGS; null for the platform's, empty to leave them out.</param>
    /// <param name="cxxflags">The user's CXXFLAGS; null for the platform's, empty to leave them out.</param>
    /// <param name="linkLibrary">The folder of the platform's link-time C library, or null for this machine's own.</param>
    public static ImmutableArray<string> Of(Recipe recipe, Platform platform, string? cflags = null, string? cxxflags = null, string? linkLibrary = null) =>
    [
        .. Flag("CFLAGS", cflags ?? platform.CFlags),
        .. Flag("CXXFLAGS", cxxflags ?? platform.CxxFlags),
        .. recipe.ConfigureArguments,
        .. platform.ConfigureArguments,
        .. Flag("CC", string.Join(' ', [platform.Cc, .. LinkedWith(linkLibrary), .. platform.CompilerSwitches])),
    ];

    // Part of CC, so that no call can be without it: start files and libraries are looked for there first, and those
    // that a shared library names in its turn there only.
    private static ImmutableArray<string> LinkedWith(string? linkLibrary) =>
        linkLibrary is null ? [] : [$"-B{linkLibrary}", $"-Wl,-rpath-link,{linkLibrary}"];

    private static ImmutableArray<string> Flag(string name, string value) => value.Length == 0 ? [] : [$"{name}={value}"];
}
