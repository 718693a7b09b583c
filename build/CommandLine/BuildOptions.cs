using System.Collections.Immutable;

namespace Dom0Iptables.CommandLine;

/// <summary>What was asked for on the command line, parsed once and never changed.</summary>
public sealed record BuildOptions
{
    /// <summary>The recipe's name.</summary>
    public string Recipe { get; init; } = "iptables-1.4.8";

    /// <summary>The names of the platforms that were asked for; each has a run of its own.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The platform's name: the first, or only one.</summary>
    public string Platform => Platforms.IsEmpty ? "el5-i686" : Platforms[0];

    /// <summary>Where the archive is to be taken from, or null: a full path or an address.</summary>
    public string? Source { get; init; }

    /// <summary>The SHA-256 that vouches for an archive given by hand, lower case, or null.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>The detached signature, or null: a full path or an address.</summary>
    public string? Signature { get; init; }

    /// <summary>The keyring's full path, or null.</summary>
    public string? Keyring { get; init; }

    /// <summary>Whether the recipe's fallback may be built.</summary>
    public bool AllowFallback { get; init; }

    /// <summary>CFLAGS instead of the platform's; null leaves the platform's, empty leaves them out.</summary>
    public string? CFlags { get; init; }

    /// <summary>CXXFLAGS instead of the platform's; null leaves the platform's, empty leaves them out.</summary>
    public string? CxxFlags { get; init; }

    /// <summary>How many processes make runs at once.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>The name of what stands before the compilers, or null for a cache where there is one.</summary>
    public string? Launcher { get; init; }

    /// <summary>The archive's suffix, six digits, or null for the default.</summary>
    public string? Stamp { get; init; }

    /// <summary>How long a step may take.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Whether to wait for another run in the same workspace.</summary>
    public bool Wait { get; init; }

    /// <summary>The step that is run again with those that follow it, whatever has changed, or null.</summary>
    public string? From { get; init; }

    /// <summary>Whether every step is run again, whatever has changed.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the programs of the build run without a sandbox.</summary>
    public bool NoSandbox { get; init; }

    /// <summary>Whether nothing may be installed.</summary>
    public bool NoInstall { get; init; }

    /// <summary>Whether Clean removes the cache too.</summary>
    public bool Cache { get; init; }

    /// <summary>The keys that sign what is handed over, as gpg takes them; empty for no signature.</summary>
    public ImmutableArray<string> SigningKeys { get; init; } = [];

    /// <summary>The packages that the gates are to examine, full paths; empty for those of the build.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>The full path of the folder of artifacts that are to be built again, or null.</summary>
    public string? Against { get; init; }

    /// <summary>Which tests to run, or null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The tasks that were asked for, "Default" where none was.</summary>
    public ImmutableArray<string> Targets { get; init; } = ["Default"];

    /// <summary>How much is said: quiet, minimal, normal, verbose or diagnostic.</summary>
    public string Verbosity { get; init; } = "normal";

    /// <summary>Whether events are printed for programs, instead of lines for people.</summary>
    public bool Json { get; init; }

    /// <summary>Whether the tasks are only shown (--tree, --description, --dryrun and the like), so that nothing may be changed.</summary>
    public bool ShowOnly { get; init; }

    /// <summary>The shell whose completion is to be printed, or null.</summary>
    public string? Completion { get; init; }

    /// <summary>Whether the manual page is to be printed.</summary>
    public bool Manual { get; init; }

    /// <summary>Whether the reference is to be printed.</summary>
    public bool Reference { get; init; }

    /// <summary>Whether help was asked for.</summary>
    public bool Help { get; init; }
}
