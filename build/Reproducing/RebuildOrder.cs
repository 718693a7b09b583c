using System.Collections.Immutable;
using System.Globalization;

namespace Dom0Iptables.Reproducing;

/// <summary>All that an operator says of a build and that reaches its artifacts: what has to be said again to build the same.</summary>
/// <param name="Recipe">The recipe that was asked for.</param>
/// <param name="Platform">What it is built for.</param>
/// <param name="Archive">The released archive, or null to have it fetched.</param>
/// <param name="ArchiveSha256">Its SHA-256, where only the operator vouches for it; else null.</param>
/// <param name="CFlags">The operator's CFLAGS, or null for the platform's.</param>
/// <param name="CxxFlags">The operator's CXXFLAGS, or null for the platform's.</param>
/// <param name="Stamp">The suffix of the built tree's archive.</param>
/// <param name="RequestedEpoch">SOURCE_DATE_EPOCH, where the operator named it; else null.</param>
/// <param name="AllowsFallback">Whether another recipe may be built, where the source cannot be reached.</param>
/// <param name="IsConfined">Whether it is built behind walls.</param>
/// <param name="StepLimit">How long a step may take.</param>
public sealed record RebuildOrder(
    string Recipe,
    string Platform,
    string? Archive,
    string? ArchiveSha256,
    string? CFlags,
    string? CxxFlags,
    string Stamp,
    DateTimeOffset? RequestedEpoch,
    bool AllowsFallback,
    bool IsConfined,
    TimeSpan StepLimit)
{
    /// <summary>The pipeline's arguments that build it, without anything being handed over or installed.</summary>
    /// <param name="archive">Where the pipeline sees the archive that only the operator vouches for.</param>
    /// <param name="jobs">How many processes make runs at once, or null for all processors.</param>
    public ImmutableArray<string> Arguments(string? archive, int? jobs) =>
    [
        "--target=Assemble", "--no-install", $"--recipe={Recipe}", $"--platform={Platform}", $"--stamp={Stamp}",
        string.Create(CultureInfo.InvariantCulture, $"--timeout={StepLimit.TotalSeconds:0}s"),
        .. Option("cflags", CFlags),
        .. Option("cxxflags", CxxFlags),
        .. Option("source", ArchiveSha256 is null ? null : archive),
        .. Option("source-sha256", ArchiveSha256),
        .. Option("jobs", jobs?.ToString(CultureInfo.InvariantCulture)),
        .. AllowsFallback ? ["--allow-fallback"] : Array.Empty<string>(),
        .. IsConfined ? Array.Empty<string>() : ["--no-sandbox"],
    ];

    private static IEnumerable<string> Option(string name, string? value) => value is null ? [] : [$"--{name}={value}"];
}
