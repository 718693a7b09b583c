using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Handover;
using Dom0Iptables.Provenance;

namespace Dom0Iptables.Reproducing;

/// <summary>Holds somebody's artifacts against what their source gives, apart from what they were signed with since.</summary>
/// <param name="scratch">A folder to work in.</param>
/// <param name="environment">The environment of the programs that look into them.</param>
public sealed class GivenComparison(string scratch, BuildEnvironment environment)
{
    /// <summary>Compares them.</summary>
    /// <param name="built">The folder of what was built again.</param>
    /// <param name="given">The artifacts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A verdict for each artifact that is in one of the folders.</returns>
    public async Task<ImmutableArray<ArtifactVerdict>> CompareAsync(string built, GivenArtifacts given, CancellationToken cancellationToken)
    {
        var comparison = new ArtifactComparison(Verification.Step, Path.Combine(scratch, "compared"), environment);
        var expected = Directory.CreateDirectory(Path.Combine(scratch, "expected")).FullName;
        var verdicts = ImmutableArray.CreateBuilder<ArtifactVerdict>();
        var names = Directory.EnumerateFiles(built).Concat(Directory.EnumerateFiles(given.Folder, "*.rpm")).Select(file => Path.GetFileName(file)!).Where(name => name != HandoverFile.Sums).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToLookup(IsStatement);
        foreach (var name in names[false])
        {
            verdicts.Add(await comparison.CompareAsync(Path.Combine(built, name), given.Of(name), cancellationToken));
        }

        ExpectedStatements.Write(built, given.Folder, given.Manifest, verdicts.Where(verdict => verdict.Outcome == ArtifactOutcome.SameButSigned).Select(verdict => verdict.File).ToHashSet(StringComparer.Ordinal), expected);
        foreach (var name in names[true])
        {
            verdicts.Add(await comparison.CompareAsync(Path.Combine(expected, name), given.Of(name), cancellationToken));
        }

        ImmutableArray<string> falseSums = File.Exists(given.Of(HandoverFile.Sums)) ? [.. ExpectedStatements.FalseSums(given.Folder, names.SelectMany(name => name))] : [];
        verdicts.Add(new ArtifactVerdict(HandoverFile.Sums, !File.Exists(given.Of(HandoverFile.Sums)) ? ArtifactOutcome.Missing : falseSums.IsEmpty ? ArtifactOutcome.Same : ArtifactOutcome.Differs, falseSums));
        return verdicts.ToImmutable();
    }

    // They name the checksums of the packages as they are, signed or not, and which walls there were.
    private static bool IsStatement(string name) => name is SpdxDocument.FileName or SlsaStatement.FileName or HandoverFile.Manifest;
}
