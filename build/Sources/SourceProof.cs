using System.Collections.Immutable;

namespace Dom0Iptables.Sources;

/// <summary>How an archive was verified. It is the same on every machine, whichever place the archive came from.</summary>
/// <param name="Checksum">Whose checksum it has.</param>
/// <param name="SizeMatched">Whether the recipe gives a size and the archive has it.</param>
/// <param name="Signature">The key that signed it; null where no signature was asked for.</param>
public sealed record SourceProof(ChecksumProof Checksum, bool SizeMatched, SignatureProof? Signature)
{
    /// <summary>Whether the recipe vouches for the archive; if not, only the operator does.</summary>
    public bool IsRecipes => Checksum != ChecksumProof.OperatorSha256;

    /// <summary>What was verified, one phrase each, for the manifest.</summary>
    public ImmutableArray<string> Statements
    {
        get
        {
            var statements = ImmutableArray.CreateBuilder<string>();
            statements.Add(Checksum switch
            {
                ChecksumProof.RecipeSha256 => "SHA-256 is the recipe's",
                ChecksumProof.RecipeMd5AndSha1 => "MD5 and SHA-1 are the recipe's",
                _ => "not the recipe's archive: SHA-256 is the one given with --source-sha256",
            });
            if (SizeMatched)
            {
                statements.Add("size is the recipe's");
            }

            if (Signature is not null)
            {
                statements.Add($"signed by {Signature.Fingerprint} (primary key {Signature.PrimaryFingerprint})");
            }

            return statements.ToImmutable();
        }
    }
}
