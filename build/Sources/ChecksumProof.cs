namespace Dom0Iptables.Sources;

/// <summary>Whose checksum an archive was found to have.</summary>
public enum ChecksumProof
{
    /// <summary>The recipe's SHA-256 (and whatever other checksums the recipe gives).</summary>
    RecipeSha256,

    /// <summary>The recipe's MD5 and SHA-1, both; the recipe gives no SHA-256.</summary>
    RecipeMd5AndSha1,

    /// <summary>Only the SHA-256 that the operator gave with --source-sha256: this is not the recipe's archive.</summary>
    OperatorSha256,
}
