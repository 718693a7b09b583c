using System.Collections.Immutable;

namespace Dom0Iptables.CommandLine;

/// <summary>Every option there is. Help is printed from it, and README.md is tested against it.</summary>
public static class OptionTable
{
    /// <summary>The pipeline's own options.</summary>
    public static ImmutableArray<CommandLineOption> Own { get; } =
    [
        new("recipe", "NAME", "what to build: a file of recipes/ (default iptables-1.4.8)", "--recipe=iptables-1.8.9"),
        new("platform", "NAME", "what the packages must run on: a file of platforms/ (default el5-i686); repeated, a run for each, beside each other", "--platform=native"),
        new("source", "PATH|URL", "take the released archive from here", "--source=/tmp/iptables-1.4.8.tar.bz2"),
        new("source-sha256", "HEX", "the checksum of an archive given by hand that is not the recipe's", "--source=my.tar.bz2 --source-sha256=$(sha256sum my.tar.bz2 | cut -c1-64)"),
        new("signature", "PATH|URL", "a detached OpenPGP signature of the archive; needs a keyring", "--signature=iptables-1.4.8.tar.bz2.sig --keyring=netfilter.gpg"),
        new("keyring", "PATH", "the keys that the signature may be made with", "--keyring=netfilter.gpg"),
        new("allow-fallback", null, "build the recipe's fallback where its source cannot be reached", "--allow-fallback"),
        new("cflags", "FLAGS", "instead of the platform's CFLAGS; empty leaves them out", "--cflags=-O2"),
        new("cxxflags", "FLAGS", "instead of the platform's CXXFLAGS; empty leaves them out", "--cxxflags="),
        new("jobs", "N", "how many processes make runs at once (default: all processors)", "--jobs=4"),
        new("launcher", "NAME", "what stands before the compilers in make: ccache, sccache, distcc, icecc or none (default: ccache or sccache, where this machine has one)", "--launcher=none"),
        new("stamp", "YYMMDD", "the suffix of the built tree's archive (default: the day of SOURCE_DATE_EPOCH or of the release)", "--stamp=100521"),
        new("timeout", "TIME", "how long a step may take before it is ended (default 1h)", "--timeout=15m"),
        new("wait", null, "wait where another run works in the same workspace, instead of being refused", "--wait"),
        new("from", "STEP", "run this step and those that follow it again, even where nothing has changed", "--from=Make"),
        new("force", null, "run every step again, even where nothing has changed", "--force"),
        new("no-sandbox", null, "build without walls where there can be none: with the network, in sight of all files", "--no-sandbox"),
        new("no-install", null, "never install what this machine lacks, only say it", "--no-install"),
        new("cache", null, "with --target=Clean: empty the cache too (downloaded sources, C libraries, compiler caches)", "--target=Clean --cache"),
        new("sign", "KEY", "sign what is handed over; once for a modern key, once more for one that the platform's rpm takes", "--sign=me@example.org"),
        new("rpm", "PATH", "with --target=Gate: examine this package instead of building one; can be repeated, for packages that belong together", "--target=Gate --rpm=iptables-1.4.8-1.i686.rpm"),
        new("against", "DIR", "with --target=Verify: the artifacts to build again and compare", "--target=Verify --against=/tmp/somebodys"),
        new("filter", "EXPRESSION", "with --target=Test: which tests to run, as dotnet test takes it", "--target=Test --filter=TestCategory!=Real"),
        new("json", null, "print events for programs, a JSON object a line, instead of lines for people", "--json"),
        new("completion", "SHELL", "print what completes these options in a shell (bash), to be sourced", "--completion=bash"),
        new("man", null, "print the manual page, for man -l -", "--man"),
        new("reference", null, "print docs/reference.md, which is made of the tables in the code", "--reference"),
    ];

    /// <summary>The options that Cake's host itself reads.</summary>
    public static ImmutableArray<CommandLineOption> OfCake { get; } =
    [
        new("target", "TASK", "the task to run, with those it depends on (default Default); can be repeated", "--target=Doctor", 't'),
        new("exclusive", null, "run the task alone, without those it depends on", "--target=Make --exclusive", 'e'),
        new("tree", null, "show the tasks and what they depend on", "--tree"),
        new("description", null, "show the tasks and what they do", "--description"),
        new("dryrun", null, "show which tasks would run", "--dryrun"),
        new("verbosity", "LEVEL", "quiet, minimal, normal, verbose or diagnostic", "--verbosity=verbose", 'v'),
        new("working", "PATH", "the folder that relative paths are relative to", "--working=/tmp", 'w'),
        new("version", null, "show the version of Cake", "--version"),
        new("info", null, "show more about Cake", "--info"),
        new("help", null, "show this", "--help", 'h'),
    ];

    /// <summary>How much is said, as --verbosity has it.</summary>
    public static ImmutableArray<string> Verbosities { get; } = ["quiet", "minimal", "normal", "verbose", "diagnostic"];

    /// <summary>The shells that --completion knows.</summary>
    public static ImmutableArray<string> Shells { get; } = ["bash"];

    /// <summary>All of them.</summary>
    public static ImmutableArray<CommandLineOption> All { get; } = [.. Own, .. OfCake];
}
