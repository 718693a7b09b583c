namespace Dom0Iptables.Signing;

/// <summary>What a key is good for.</summary>
public enum SigningKeyKind
{
    /// <summary>
    /// DSA of 1024 bits with SHA-1, the one kind that rpm 4.4.2.3 verifies: its verifyDSASignature (lib/signature.c) takes
    /// PGPHASHALGO_SHA1 and no other, and reads r and s as 160 bits (pgpHexSet in rpmio/rpmpgp.c). Too weak to be trusted
    /// by itself today.
    /// </summary>
    Old,

    /// <summary>RSA of 2048 bits and more, EdDSA or ECDSA, with SHA-512.</summary>
    Modern,
}
