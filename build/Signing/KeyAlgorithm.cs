using System.Globalization;

namespace Dom0Iptables.Signing;

/// <summary>The algorithms of keys, by the numbers that OpenPGP gives them (RFC 9580, 9.1).</summary>
internal static class KeyAlgorithm
{
    public const int Rsa = 1;
    public const int RsaSignOnly = 3;
    public const int Dsa = 17;
    public const int EcDsa = 19;
    public const int EdDsa = 22;

    private const int OldDsaBits = 1024;
    private const int LeastRsaBits = 2048;

    /// <summary>The name that rpm gives it in "DSA/SHA1".</summary>
    public static string NameOf(int algorithm) => algorithm switch
    {
        Rsa or RsaSignOnly => "RSA",
        Dsa => "DSA",
        EcDsa => "ECDSA",
        EdDsa => "EdDSA",
        _ => "algorithm " + algorithm.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What a key is good for, or null where it is of neither kind.</summary>
    public static SigningKeyKind? KindOf(int algorithm, int bits) => algorithm switch
    {
        Dsa when bits == OldDsaBits => SigningKeyKind.Old,
        Rsa or RsaSignOnly when bits >= LeastRsaBits => SigningKeyKind.Modern,
        EcDsa or EdDsa => SigningKeyKind.Modern,
        _ => null,
    };
}
