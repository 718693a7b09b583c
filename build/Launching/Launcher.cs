using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Launching;

/// <summary>
/// A program that stands before the compilers while make runs: it remembers what they made of the same sources, or has other
/// machines run them. They are the field's own engines; the pipeline only finds them and puts them in their place.
/// </summary>
/// <param name="Name">Its name, and that of the program.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="ReadsItsName">Whether it takes itself for the compiler whose name a link to it bears.</param>
/// <param name="DebianPackage">The package that has it on Debian.</param>
/// <param name="FedoraPackage">The package that has it on Fedora and CentOS.</param>
public sealed record Launcher(string Name, LauncherKind Kind, bool ReadsItsName, string DebianPackage, string FedoraPackage)
{
    /// <summary>What is asked for where there is to be none.</summary>
    public const string None = "none";

    /// <summary>All that the pipeline knows how to use. The caches are in the order in which it looks for them.</summary>
    public static ImmutableArray<Launcher> All { get; } =
    [
        new("ccache", LauncherKind.Cache, true, "ccache", "ccache"),
        new("sccache", LauncherKind.Cache, false, "sccache", "sccache"),
        new("distcc", LauncherKind.Distributor, true, "distcc", "distcc"),
        new("icecc", LauncherKind.Distributor, true, "icecc", "icecream"),
    ];

    /// <summary>What can be asked for by name.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(launcher => launcher.Name), None];

    /// <summary>The launcher that is asked for.</summary>
    /// <param name="name">One of <see cref="Names"/>, or null for a cache where this machine has one: other machines are set to work by their name only.</param>
    public static Launcher? Of(string? name) =>
        name is null
            ? All.FirstOrDefault(launcher => launcher.Kind == LauncherKind.Cache && ProcessRunner.FindOnPath(launcher.Name, BuildEnvironment.SearchPath) is not null)
            : All.FirstOrDefault(launcher => launcher.Name == name);
}
