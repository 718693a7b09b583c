using System.Collections.Immutable;

namespace Dom0Iptables.Sources;

/// <summary>Whether a file is an archive that is wanted, and by whose word.</summary>
/// <param name="Facts">What it is.</param>
/// <param name="Checksum">Whose checksum it has; null where it is refused.</param>
/// <param name="Differences">Why it is refused: expected and found.</param>
/// <param name="Hint">What it looks like instead ("it is a web page"), or null.</param>
internal sealed record Verdict(ArchiveFacts Facts, ChecksumProof? Checksum, ImmutableArray<string> Differences, string? Hint)
{
    /// <summary>The differences in one phrase.</summary>
    public string Reason => string.Join("; ", Hint is null ? Differences : [Hint, .. Differences]);

    /// <summary>Judges a file by the recipe, and by the operator's own checksum where one was given for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">The recipe's archive.</param>
    /// <param name="givenSha256">The operator's checksum, lower-case hex, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Verdict> OfAsync(string path, ExpectedArchive expected, string? givenSha256, CancellationToken cancellationToken)
    {
        var facts = await ArchiveFacts.MeasureAsync(path, cancellationToken);
        var differences = expected.DifferencesFrom(facts);
        if (givenSha256 is not null && givenSha256 != facts.Sha256)
        {
            differences = [$"SHA-256: expected {givenSha256} (--source-sha256), found {facts.Sha256}"];
        }
        else if (differences.IsEmpty)
        {
            return new Verdict(facts, expected.Proof, [], null);
        }
        else if (givenSha256 is not null)
        {
            return new Verdict(facts, ChecksumProof.OperatorSha256, [], null);
        }

        var hint = await WebPage.IsOneAsync(path, cancellationToken)
            ? "it is a web page, not an archive"
            : facts.Size < expected.Size && givenSha256 is null ? "it is too short" : null;
        return new Verdict(facts, null, differences, hint);
    }
}
