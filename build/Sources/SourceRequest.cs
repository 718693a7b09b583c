using Dom0Iptables.Recipes;

namespace Dom0Iptables.Sources;

/// <summary>Which source archive a run wants, what the operator said about it, and where things are.</summary>
public sealed record SourceRequest
{
    /// <summary>The archive's name, checksums, mirrors and signature.</summary>
    public required SourceRecipe Recipe { get; init; }

    /// <summary>The value of --source: a file's path, a file: URL or an http or https URL; null where it was not given.</summary>
    public string? Given { get; init; }

    /// <summary>The value of --source-sha256: 64 hex digits in either case; only together with <see cref="Given"/>.</summary>
    public string? GivenSha256 { get; init; }

    /// <summary>The value of --signature: path or URL of a detached OpenPGP signature; takes the place of the recipe's.</summary>
    public string? Signature { get; init; }

    /// <summary>The value of --keyring: path of a keyring, binary or ASCII-armoured; takes the place of the recipe's.</summary>
    public string? Keyring { get; init; }

    /// <summary>The project's top folder, below which a recipe's relative keyring is looked for.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>The folder in which the operator may have put the archive (and, beside it, its signature).</summary>
    public required string SourcesFolder { get; init; }

    /// <summary>The pipeline's own folder below the user's cache; made where it is missing.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Scratch space inside the workspace: private apt lists, keyrings, logs.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>One more way on where no place has the archive ("--allow-fallback to build 1.8.9 instead"), or null.</summary>
    public string? FallbackAdvice { get; init; }
}
