using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Compiling;
using Dom0Iptables.Journal;
using Dom0Iptables.Launching;
using Dom0Iptables.Signing;

namespace Dom0Iptables.Release;

/// <summary>
/// What each step of a release reads, by name, beside the results of other steps: a step that has been done on the same is
/// not done again.
/// </summary>
/// <param name="inputs">All that decides the result.</param>
/// <param name="toolchain">What the machine's programs say of themselves.</param>
/// <param name="signer">Signs what is handed over, or null.</param>
public sealed class StepInputs(ReleaseInputs inputs, Toolchain toolchain, ArtifactSigner? signer)
{
    /// <summary>The archive, and how much may come out of it.</summary>
    public ImmutableSortedDictionary<string, string> OfUnpack => Named(
        Archive,
        ("limits", $"{inputs.Recipe.Source.MaximumBytes} {inputs.Recipe.Source.MaximumEntries}"));

    /// <summary>The patches, in their order, and the time that patched files bear.</summary>
    public ImmutableSortedDictionary<string, string> OfPatch => Named([Epoch, .. Patches]);

    /// <summary>configure's arguments and environment, the compilers and their headers.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfConfigureAsync(CancellationToken cancellationToken) => Named(
        ("arguments", string.Join('\n', inputs.ConfigureArguments)),
        ("environment", string.Join('\n', inputs.Sandbox.Environment.Variables)),
        ("headers", await toolchain.HeadersAsync(cancellationToken)),
        Walls,
        await CompilersAsync(cancellationToken));

    /// <summary>The table that the link-time C library is made of, and the compilers that make it.</summary>
    /// <param name="table">The table's full path.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImmutableSortedDictionary<string, string>> OfLinkLibraryAsync(string table, CancellationToken cancellationToken) => Named(
        ("table", Fingerprint.OfFile(table)),
        ("compiler", inputs.Platform.Cc!),
        ("sources", LinkLibrary.SourcesFingerprint),
        await CompilersAsync(cancellationToken));

    /// <summary>Whose compilers compile: a cache gives what this machine's gave, other machines have their own.</summary>
    public ImmutableSortedDictionary<string, string> OfMake => Named(inputs.Launcher is { Kind: LauncherKind.Distributor } ? [("launcher", inputs.Launcher.Name)] : []);

    /// <summary>The archive's name and time.</summary>
    public ImmutableSortedDictionary<string, string> OfArchive => Named(Epoch, ("stamp", inputs.Stamp));

    /// <summary>The spec files, what comes with them, and rpmbuild.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfRpmAsync(CancellationToken cancellationToken) =>
        Named([Epoch, .. await PackagingAsync(cancellationToken)]);

    /// <summary>The same, with the archive and the patches that go into the source package.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfSrpmAsync(CancellationToken cancellationToken) =>
        Named([Epoch, Archive, .. Patches, .. await PackagingAsync(cancellationToken)]);

    /// <summary>The platform, with all that it says of what its machines have and forbid, and the recipe.</summary>
    public ImmutableSortedDictionary<string, string> OfGate
    {
        get
        {
            var limits = inputs.Platform.Limits;
            var files = new[] { limits.Loader, limits.Base, limits.Rpm, limits.Rpmlint, inputs.Platform.AbiTable, inputs.Recipe.Path }.OfType<string>();
            return Named([Platform, .. files.Select(file => (Path.GetFileName(file)!, Fingerprint.OfFile(file)))]);
        }
    }

    /// <summary>The platform, whose dom0 is played.</summary>
    public ImmutableSortedDictionary<string, string> OfRehearsal => Named(Platform);

    /// <summary>What the manifest and the provenance say of how the artifacts came about.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfAssemblyAsync(CancellationToken cancellationToken) => Named(
        ("tools", string.Join('\n', await toolchain.VersionsAsync(Toolchain.All, cancellationToken))),
        ("asked for", inputs.RequestedRecipe),
        ("walls", inputs.Walls),
        ("verified", string.Join('\n', inputs.Source.Proof.Statements)));

    /// <summary>Who signs.</summary>
    public ImmutableSortedDictionary<string, string> OfHandover => Named(("signed by", signer?.Keys ?? "nobody"));

    private (string, string) Archive => ("archive", inputs.Source.Sha256);

    private (string, string) Epoch => ("epoch", inputs.Epoch.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    private IEnumerable<(string, string)> Patches => inputs.Patches.Files.Select(file => (Path.GetFileName(file)!, Fingerprint.OfFile(file)));

    private (string, string) Platform => ("platform", inputs.Platform.ToString());

    private (string, string) Walls => ("sandbox", inputs.Sandbox.Name);

    private async Task<(string, string)> CompilersAsync(CancellationToken cancellationToken) =>
        ("tools", string.Join('\n', await toolchain.VersionsAsync(Toolchain.Compilers, cancellationToken)));

    private async Task<ImmutableArray<(string, string)>> PackagingAsync(CancellationToken cancellationToken) =>
    [
        ("spec", Fingerprint.OfFile(inputs.Recipe.SpecPath)),
        ("dom0", inputs.Recipe.Dom0 is { } dom0 ? Fingerprint.OfTexts([Fingerprint.OfFile(dom0.SpecPath), Fingerprint.OfPath(dom0.FilesFolder)]) : "(none)"),
        ("flags", $"{inputs.CFlags ?? "(the platform's)"}\n{inputs.CxxFlags ?? "(the platform's)"}"),
        Platform,
        Walls,
        ("rpmbuild", (await toolchain.VersionsAsync(["rpmbuild"], cancellationToken))["rpmbuild"]),
    ];

    private static ImmutableSortedDictionary<string, string> Named(params IEnumerable<(string Name, string Value)> inputs) =>
        inputs.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
