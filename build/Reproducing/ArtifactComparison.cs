using System.Collections.Immutable;
using Dom0Iptables.Archives;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Journal;
using Dom0Iptables.Packaging;
using Dom0Iptables.Signing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>Compares the artifacts of two builds, and says of those that differ where.</summary>
/// <param name="step">The step on whose behalf.</param>
/// <param name="scratch">A folder to unpack in; its content is replaced.</param>
/// <param name="environment">The environment of what reads the artifacts.</param>
public sealed class ArtifactComparison(string step, string scratch, BuildEnvironment environment)
{
    /// <summary>How many differences of one artifact are told.</summary>
    public const int MostDifferences = 200;

    // The archives of the built trees take some tens of megabytes. Somebody's artifacts may be anything.
    private static readonly UnpackLimits Limits = new(1L << 30, 200_000);

    // What follows from other tags or from the payload, and what signing adds.
    private static readonly ImmutableHashSet<string> Consequences =
    [
        "Headersignatures", "Headerimmutable", "Sigsize", "Longsigsize", "Sigmd5", "Sha1header", "Sha256header", "Siggpg", "Sigpgp", "Dsaheader", "Rsaheader", "Openpgp",
        "Payloaddigest", "Payloaddigestalt", "Archivesize", "Longarchivesize", "Filedigests", "Filesizes", "Filemtimes", "Filemodes", "Filelinktos", "Sourcepkgid",
    ];

    /// <summary>Compares every file of one folder of artifacts with that of the same name in another.</summary>
    /// <param name="reference">The folder whose files are looked for.</param>
    /// <param name="other">The folder that they are looked for in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImmutableArray<ArtifactVerdict>> CompareFoldersAsync(string reference, string other, CancellationToken cancellationToken)
    {
        var verdicts = ImmutableArray.CreateBuilder<ArtifactVerdict>();
        var names = Directory.EnumerateFiles(reference).Concat(Directory.EnumerateFiles(other)).Select(file => Path.GetFileName(file)!).Distinct(StringComparer.Ordinal);
        foreach (var name in names.OrderBy(IsStatement).ThenBy(name => name, StringComparer.Ordinal))
        {
            verdicts.Add(await CompareAsync(Path.Combine(reference, name), Path.Combine(other, name), cancellationToken));
        }

        return verdicts.ToImmutable();
    }

    /// <summary>Compares one artifact.</summary>
    public async Task<ArtifactVerdict> CompareAsync(string reference, string other, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(reference);
        if (!File.Exists(other))
        {
            return new ArtifactVerdict(name, ArtifactOutcome.Missing, []);
        }

        if (!File.Exists(reference))
        {
            return new ArtifactVerdict(name, ArtifactOutcome.Unknown, []);
        }

        if (Fingerprint.OfFile(reference) == Fingerprint.OfFile(other))
        {
            return new ArtifactVerdict(name, ArtifactOutcome.Same, []);
        }

        try
        {
            if (Path.GetExtension(name) == ".rpm" && UnsignedPart.Sha256(reference) == UnsignedPart.Sha256(other))
            {
                return new ArtifactVerdict(name, ArtifactOutcome.SameButSigned, []);
            }

            return new ArtifactVerdict(name, ArtifactOutcome.Differs, [.. (await DifferencesAsync(reference, other, cancellationToken)).Take(MostDifferences)]);
        }
        catch (PipelineException exception) when (exception.Code is ExitCode.Packaging or ExitCode.ArchiveRefused or ExitCode.Signing)
        {
            return new ArtifactVerdict(name, ArtifactOutcome.Differs, [exception.Problem, .. ContentDifference.Of(reference, other)]);
        }
    }

    // What lists the others differs wherever one of them does, so that it comes last.
    private static bool IsStatement(string name) => Path.GetExtension(name) == ".json" || name == HandoverFile.Sums;

    private async Task<IEnumerable<string>> DifferencesAsync(string reference, string other, CancellationToken cancellationToken)
    {
        var (one, two) = (Path.Combine(scratch, "first"), Path.Combine(scratch, "second"));
        if (Path.GetExtension(reference) == ".rpm")
        {
            var first = await RpmPackage.ReadAsync(step, reference, environment, cancellationToken);
            var second = await RpmPackage.ReadAsync(step, other, environment, cancellationToken);
            await RpmPayload.UnpackAsync(step, reference, Fresh(one), environment, cancellationToken);
            await RpmPayload.UnpackAsync(step, other, Fresh(two), environment, cancellationToken);
            return Found([.. TagDifferences(first, second), .. TreeDifferences.Of(one, two)], "header and files say the same; the payload's own order, owners or compression differ");
        }

        if (reference.Contains(".tar", StringComparison.Ordinal))
        {
            await Task.Run(
                () =>
                {
                    Fresh(scratch);
                    var unpacker = new SourceUnpacker(giveToRoot: false);
                    unpacker.Unpack(reference, one, Limits, cancellationToken);
                    unpacker.Unpack(other, two, Limits, cancellationToken);
                },
                cancellationToken);
            return Found(TreeDifferences.Of(one, two), "the trees are the same; the archive's own order, owners or compression differ");
        }

        return ContentDifference.Of(reference, other);
    }

    private static IEnumerable<string> Found(IEnumerable<string> differences, string otherwise) => differences.DefaultIfEmpty(otherwise);

    private static IEnumerable<string> TagDifferences(RpmPackage first, RpmPackage second) =>
        first.Tags.Keys.Union(second.Tags.Keys, StringComparer.Ordinal)
            .Where(tag => !Consequences.Contains(tag))
            .Order(StringComparer.Ordinal)
            .Select(tag => (Tag: tag, One: Text(first, tag), Two: Text(second, tag)))
            .Where(pair => pair.One != pair.Two)
            .Select(pair => $"header, {pair.Tag}: {pair.One} | {pair.Two}");

    private static string Text(RpmPackage package, string tag) =>
        package.Tags.TryGetValue(tag, out var values) ? string.Join(" ", values).Trim() is var text && text.Length > 120 ? text[..120] + "…" : text : "(none)";

    private static string Fresh(string folder)
    {
        TreeCopy.Remove(folder);
        return Directory.CreateDirectory(folder).FullName;
    }
}
