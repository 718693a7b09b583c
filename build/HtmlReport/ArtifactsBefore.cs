using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dom0Iptables.Binaries;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Packaging;
using Dom0Iptables.Signing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.HtmlReport;

/// <summary>Compares what is about to be handed over with the artifacts whose place it takes.</summary>
/// <param name="folder">The artifacts before.</param>
/// <param name="scratch">A folder for its own files; what was in it is gone afterwards.</param>
/// <param name="environment">The environment of rpm and readelf.</param>
public sealed class ArtifactsBefore(string folder, string scratch, BuildEnvironment environment)
{
    /// <summary>The step on whose behalf.</summary>
    public const string Step = "Report";

    /// <summary>Compares.</summary>
    /// <param name="after">The folder that is about to be handed over.</param>
    /// <param name="packages">What is in its packages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is other; null where there are no artifacts before.</returns>
    public async Task<ArtifactChanges?> CompareAsync(string after, ImmutableArray<PackageContent> packages, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var notCompared = ImmutableArray.CreateBuilder<string>();
        var known = new Dictionary<(string, bool), PackageContent>();
        var damaged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.rpm").Order(StringComparer.Ordinal))
        {
            try
            {
                var content = PackageContent.Of(await RpmPackage.ReadAsync(Step, path, environment, cancellationToken));
                known[content.Key] = content;
            }
            catch (PipelineException exception) when (exception.Code == ExitCode.Packaging)
            {
                // Somebody has damaged it since; the new ones are no worse for that.
                damaged.Add(Path.GetFileName(path));
                notCompared.Add($"{Path.GetFileName(path)}: {exception.Problem}");
            }
        }

        var changes = ImmutableArray.CreateBuilder<PackageChanges>();
        foreach (var package in packages.Where(package => known.ContainsKey(package.Key) || !damaged.Contains(package.File)))
        {
            changes.Add(await ChangesAsync(known.GetValueOrDefault(package.Key), package, after, notCompared, cancellationToken));
        }

        foreach (var gone in known.Values.Where(package => packages.All(other => other.Key != package.Key)))
        {
            changes.Add(await ChangesAsync(gone, null, after, notCompared, cancellationToken));
        }

        return new ArtifactChanges(HandedOver(), [.. Change.Between(FilesOf(folder), FilesOf(after))], changes.ToImmutable(), notCompared.ToImmutable());
    }

    private static Dictionary<string, string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder)
            .Where(path => Path.GetFileName(path) is var name && Path.GetExtension(name) != ".rpm" && !HandoverFile.OfARun.Contains(name) && !name.EndsWith(ArtifactSigner.SignatureSuffix, StringComparison.Ordinal))
            .Select(ManifestFile.Of)
            .ToDictionary(file => file.File, file => $"{Html.Size(file.Size)}, SHA-256 {file.Sha256[..16]}…", StringComparer.Ordinal);

    private async Task<PackageChanges> ChangesAsync(PackageContent? before, PackageContent? after, string folderAfter, ImmutableArray<string>.Builder notCompared, CancellationToken cancellationToken)
    {
        var pathBefore = before is null ? null : Path.Combine(folder, before.File);
        var pathAfter = after is null ? null : Path.Combine(folderAfter, after.File);
        var changes = new PackageChanges(
            before?.File,
            after?.File,
            SizeOf(pathBefore),
            SizeOf(pathAfter),
            pathBefore is not null && pathAfter is not null && Journal.Fingerprint.OfFile(pathBefore) == Journal.Fingerprint.OfFile(pathAfter),
            [.. Change.Between(Files(before), Files(after))],
            [.. Change.Between(Dependencies(before?.Requires), Dependencies(after?.Requires))],
            [.. Change.Between(Offers(before), Offers(after))],
            [.. Change.Between(Scriptlets(before), Scriptlets(after))],
            []);

        // A package that came or went as a whole has no symbols that changed; a source package has none at all.
        return before is null || after is null || after.IsSource || changes.Files.IsEmpty
            ? changes
            : changes with { Symbols = await SymbolsAsync((pathBefore!, before), (pathAfter!, after), changes.Files, notCompared, cancellationToken) };
    }

    private async Task<ImmutableArray<Change>> SymbolsAsync((string Path, PackageContent Content) before, (string Path, PackageContent Content) after, ImmutableArray<Change> files, ImmutableArray<string>.Builder notCompared, CancellationToken cancellationToken)
    {
        try
        {
            var names = files.Select(file => file.What).ToHashSet(StringComparer.Ordinal);
            var symbolsBefore = await ElfOfAsync(before.Path, before.Content, names, cancellationToken);
            return [.. Change.Between(symbolsBefore, await ElfOfAsync(after.Path, after.Content, names, cancellationToken))];
        }
        catch (PipelineException exception) when (exception.Code is ExitCode.Packaging or ExitCode.MissingTool)
        {
            notCompared.Add($"the symbols of {after.Content.File}: {exception.Problem}");
            return [];
        }
        finally
        {
            TreeCopy.Remove(scratch);
        }
    }

    private async Task<Dictionary<string, string>> ElfOfAsync(string path, PackageContent package, HashSet<string> names, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(scratch);
        Directory.CreateDirectory(scratch);
        await RpmPayload.UnpackAsync(Step, path, scratch, environment, cancellationToken);
        var files = package.Files
            .Where(file => file is { IsRegular: true, IsGhost: false } && names.Contains(file.Path))
            .Select(file => (file.Path, Here: Path.Combine(scratch, file.Path.TrimStart('/'))))
            .Where(file => new FileInfo(file.Here) is { Exists: true, LinkTarget: null } && ElfReader.IsElf(file.Here))
            .ToList();
        var read = await ElfReader.ReadAsync(Step, files.Select(file => file.Here), environment, cancellationToken);
        return files.Zip(read).SelectMany(pair => Of(pair.First.Path, pair.Second)).DistinctBy(symbol => symbol.Name).ToDictionary(symbol => symbol.Name, symbol => symbol.How, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, string How)> Of(string path, ElfFile file) =>
    [
        .. file.Needed.Select(library => ($"{path} needs {library}", "needed")),
        .. file.Symbols.Where(symbol => symbol.Name.Length > 0).Select(symbol => symbol.IsUndefined ? ($"{path} wants {symbol}", "wanted") : ($"{path} exports {symbol}", "exported")),
    ];

    private static long SizeOf(string? path) => path is null ? 0 : new FileInfo(path).Length;

    private static Dictionary<string, string> Files(PackageContent? package) => ByName(package?.Files ?? [], file => file.Path, FileWords.Of);

    private static Dictionary<string, string> Dependencies(ImmutableArray<RpmDependency>? dependencies) => ByName(dependencies ?? [], dependency => dependency.ToString(), _ => "required");

    private static Dictionary<string, string> Offers(PackageContent? package) => package is null ? [] : ByName(
        [.. package.Provides.Select(provided => $"provides {provided}"), .. package.Obsoletes.Select(obsolete => $"obsoletes {obsolete}")],
        name => name,
        _ => "");

    private static Dictionary<string, string> Scriptlets(PackageContent? package) =>
        ByName(package?.Scriptlets ?? [], script => script.Moment, script => string.Create(CultureInfo.InvariantCulture, $"{script.Interpreter}, {script.Body.Split('\n').Length} lines, {Journal.Fingerprint.OfTexts([script.Body])[..8]}"));

    // rpm lets one thing be named twice, as /bin/sh is for each scriptlet.
    private static Dictionary<string, string> ByName<T>(IEnumerable<T> things, Func<T, string> name, Func<T, string> how) =>
        things.DistinctBy(name).ToDictionary(name, how, StringComparer.Ordinal);

    private DateTimeOffset? HandedOver()
    {
        try
        {
            return HandoverFile.ReadJson<RunRecord>(Path.Combine(folder, RunRecord.FileName)).HandedOver;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }
}
