using System.Collections.Immutable;

namespace Dom0Iptables.Documentation;

/// <summary>The files and folders that whoever builds has to do with.</summary>
public static class FileTable
{
    /// <summary>All of them. What is not a full path lies in the project.</summary>
    public static ImmutableArray<NamedFact> All { get; } =
    [
        new("recipes/NAME.toml", "what to build: source, checksums, patches, configure's arguments, spec"),
        new("platforms/NAME.toml", "what the packages must run on: flags, C library, limits, rpm's macros"),
        new("specs/", "what rpmbuild reads"),
        new("patches/", "what is mended in a release; each patch says what breaks without it"),
        new("dom0/", "the files that dom0 receives, as they lie there"),
        new("sources/", "released archives that you put there; looked at before the cache and the mirrors"),
        new("workspace/RECIPE/PLATFORM/", "where a run works; can be removed at any time (--target=Clean)"),
        new("artifacts/RECIPE/PLATFORM/", "what the last good run handed over"),
        new("artifacts/RECIPE/PLATFORM.failed/", "the logs of the last failed run, and the packages that were refused"),
        new("$XDG_CACHE_HOME/dom0-iptables/", "downloaded sources, link-time C libraries, compiler caches, Debian's packages for virtual machines; ~/.cache where XDG_CACHE_HOME is not set"),
    ];
}
