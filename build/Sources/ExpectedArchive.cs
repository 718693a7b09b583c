using System.Collections.Immutable;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Sources;

/// <summary>What a recipe's archive must be: every checksum given, and the size.</summary>
internal sealed record ExpectedArchive(string? Sha256, string? Sha1, string? Md5, long? Size)
{
    /// <summary>Whose checksums these are, as a proof says it.</summary>
    public ChecksumProof Proof => Sha256 is not null ? ChecksumProof.RecipeSha256 : ChecksumProof.RecipeMd5AndSha1;

    /// <summary>The name of the archive's folder in the cache: two archives of one name never meet there.</summary>
    public string CacheKey => Sha256 is not null ? KeyOf(Sha256) : $"sha1-{Sha1}-md5-{Md5}";

    /// <summary>The name of the cache folder of an archive that is known by its SHA-256.</summary>
    public static string KeyOf(string sha256) => $"sha256-{sha256}";

    /// <summary>Reads a recipe's checksums.</summary>
    /// <exception cref="Failures.PipelineException">They are malformed, or not enough to know the archive by.</exception>
    public static ExpectedArchive OfRecipe(SourceRecipe recipe)
    {
        var expected = new ExpectedArchive(
            Checked(recipe, "SHA-256", recipe.Sha256, 64),
            Checked(recipe, "SHA-1", recipe.Sha1, 40),
            Checked(recipe, "MD5", recipe.Md5, 32),
            recipe.Size);
        if (expected.Sha256 is null && (expected.Sha1 is null || expected.Md5 is null))
        {
            throw FetchFailure.Recipe(
                $"the recipe gives no checksum that {recipe.FileName} could be known by: MD5 and SHA-1 count only together",
                "add the archive's SHA-256, or both its MD5 and its SHA-1, to the recipe");
        }

        if (expected.Size is <= 0)
        {
            throw FetchFailure.Recipe($"the recipe says that {recipe.FileName} has {expected.Size} bytes", "correct the size in the recipe, or leave it out");
        }

        return expected;
    }

    /// <summary>Whether the text is a checksum in hex, of so many digits.</summary>
    public static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigit);

    /// <summary>In what the found file is not the expected one: expected and found, one phrase each.</summary>
    public ImmutableArray<string> DifferencesFrom(ArchiveFacts found)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        Compare("size", Size is null ? null : $"{Size} bytes", $"{found.Size} bytes");
        Compare("SHA-256", Sha256, found.Sha256);
        Compare("SHA-1", Sha1, found.Sha1);
        Compare("MD5", Md5, found.Md5);
        return differences.ToImmutable();

        void Compare(string what, string? expected, string actual)
        {
            if (expected is not null && !expected.Equals(actual, StringComparison.Ordinal))
            {
                differences.Add($"{what}: expected {expected}, found {actual}");
            }
        }
    }

    private static string? Checked(SourceRecipe recipe, string what, string? value, int digits)
    {
        if (value is null || IsHex(value, digits))
        {
            return value?.ToLowerInvariant();
        }

        throw FetchFailure.Recipe($"the recipe's {what} of {recipe.FileName} is not {digits} hex digits: '{value}'", "correct the checksum in the recipe");
    }
}
