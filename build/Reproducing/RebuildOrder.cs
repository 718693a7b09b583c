using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Release;

namespace Dom0Iptables.Reproducing;

/// <summary>All that an operator says of a build and that reaches its artifacts: what has to be said again to build the same.</summary>
/// <param name="Recipe">The recipe that was asked for.</param>
/// <param name="Platform">What it is built for.</param>
/// <param name="Archive">The released archive, or null to have it fetched.</param>
/// <param name="ArchiveSha256">Its SHA-256, where only the operator vouches for it; else null.</param>
/// <param name="Signature">The archive's detached signature, a path or an address, or null.</param>
/// <param name="Keyring">The keys that it may be made with, or null.</param>
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
    string? Signature,
    string? Keyring,
    string? CFlags,
    string? CxxFlags,
    string Stamp,
    DateTimeOffset? RequestedEpoch,
    bool AllowsFallback,
    bool IsConfined,
    TimeSpan StepLimit)
{
    /// <summary>The order that builds again what a run has built.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="options">What the operator said of it.</param>
    public static RebuildOrder Of(ReleaseInputs inputs, BuildOptions options) => new(
        inputs.RequestedRecipe,
        inputs.Platform.Id,
        inputs.Source.Path,
        inputs.Source.Proof.IsRecipes ? null : inputs.Source.Sha256,
        options.Signature,
        options.Keyring,
        inputs.CFlags,
        inputs.CxxFlags,
        inputs.Stamp,
        inputs.RequestedEpoch,
        inputs.RequestedRecipe != inputs.Recipe.Id,
        inputs.IsConfined,
        options.StepLimit);

    /// <summary>The pipeline's arguments that build it, without anything being handed over or installed.</summary>
    /// <param name="jobs">How many processes make runs at once.</param>
    public ImmutableArray<string> Arguments(int jobs) =>
    [
        "--target=Assemble", "--no-install", "--launcher=none", $"--recipe={Recipe}", $"--platform={Platform}", $"--stamp={Stamp}",
        string.Create(CultureInfo.InvariantCulture, $"--timeout={StepLimit.TotalSeconds:0}s"),
        .. Option("cflags", CFlags),
        .. Option("cxxflags", CxxFlags),
        .. Option("source", ArchiveSha256 is null && !IsAddress(Archive) ? null : Archive),
        .. Option("source-sha256", ArchiveSha256),
        .. Option("signature", Signature),
        .. Option("keyring", Keyring),
        .. Option("jobs", jobs.ToString(CultureInfo.InvariantCulture)),
        .. AllowsFallback ? ["--allow-fallback"] : Array.Empty<string>(),
        .. IsConfined ? Array.Empty<string>() : ["--no-sandbox"],
    ];

    /// <summary>The order for a clone that has what it names in folders of its own.</summary>
    /// <param name="clone">The clone, which receives copies.</param>
    /// <param name="seenAt">Where its pipeline sees it.</param>
    public RebuildOrder LaidInto(ProjectClone clone, string seenAt)
    {
        return this with { Archive = Copy("sources", Archive), Signature = Copy("lent", Signature), Keyring = Copy("lent", Keyring) };

        string? Copy(string folder, string? file)
        {
            if (file is null || IsAddress(file))
            {
                return file;
            }

            File.Copy(file, Path.Combine(Directory.CreateDirectory(Path.Combine(clone.Folder, folder)).FullName, Path.GetFileName(file)), overwrite: true);
            return Path.Combine(seenAt, folder, Path.GetFileName(file));
        }
    }

    // The recipe's own archive is found in the clone's sources/, by whichever recipe it is that is built.
    private static bool IsAddress(string? place) => place?.Contains("://", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Option(string name, string? value) => value is null ? [] : [$"--{name}={value}"];
}
