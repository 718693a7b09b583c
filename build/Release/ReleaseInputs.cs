using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Launching;
using Dom0Iptables.Patching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Sources;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Release;

/// <summary>All that decides what a build of a release gives.</summary>
/// <param name="RequestedRecipe">The recipe that was asked for.</param>
/// <param name="Recipe">The recipe that is built.</param>
/// <param name="Platform">What it is built for.</param>
/// <param name="Source">Its archive.</param>
/// <param name="Patches">Its patches.</param>
/// <param name="CFlags">The user's CFLAGS, or null for the platform's.</param>
/// <param name="CxxFlags">The user's CXXFLAGS, or null for the platform's.</param>
/// <param name="Jobs">How many processes make runs at once; no artifact depends on it.</param>
/// <param name="Stamp">The suffix of the built tree's archive, yymmdd.</param>
/// <param name="Epoch">The time that everything made in the build bears.</param>
/// <param name="RequestedEpoch">That time, where the operator named it; else null.</param>
/// <param name="Workspace">Where it is built.</param>
/// <param name="Artifacts">Where it is handed over.</param>
/// <param name="LinkLibraryCache">Where link-time C libraries are kept.</param>
/// <param name="IsConfined">Whether the programs of the build are shut off from the machine and its network.</param>
/// <param name="Launcher">What stands before the compilers while make runs, or null.</param>
/// <param name="CompilerCaches">Where compiler caches are kept.</param>
/// <param name="DebianPackages">Where Debian's packages that virtual machines are made of are kept.</param>
public sealed record ReleaseInputs(
    string RequestedRecipe,
    Recipe Recipe,
    Platform Platform,
    FetchedSource Source,
    PatchSeries Patches,
    string? CFlags,
    string? CxxFlags,
    int Jobs,
    string Stamp,
    DateTimeOffset Epoch,
    DateTimeOffset? RequestedEpoch,
    Workspace Workspace,
    string Artifacts,
    string LinkLibraryCache,
    bool IsConfined,
    Launcher? Launcher,
    string CompilerCaches,
    string DebianPackages)
{
    /// <summary>What the manifest says of walls that let make through to other machines; the launcher's name follows.</summary>
    public const string NetworkOfMake = ", but make had the network, for ";

    /// <summary>What configure is told.</summary>
    public ImmutableArray<string> ConfigureArguments => Compiling.ConfigureArguments.Of(Recipe, Platform, CFlags, CxxFlags, Platform.AbiTable is null ? null : Sandbox.Inside.LinkLibrary);

    /// <summary>Where the programs of the build are run.</summary>
    public BuildSandbox Sandbox => new(Workspace, Epoch, IsConfined);

    /// <summary>What kept the build from the machine and its network, for the manifest.</summary>
    public string Walls => Launcher is { Kind: LauncherKind.Distributor } ? $"{Sandbox.Name}{NetworkOfMake}{Launcher.Name}" : Sandbox.Name;

    /// <summary>The environment of every program that only looks.</summary>
    public BuildEnvironment Environment => new(Workspace.Home, Epoch);
}
