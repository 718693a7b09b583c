using System.Globalization;

namespace Dom0Iptables.Signing;

/// <summary>A key, or subkey, that gpg can sign with here and now.</summary>
/// <param name="Fingerprint">Of the key or subkey that signs, upper-case hex.</param>
/// <param name="PrimaryFingerprint">Of the primary key it belongs to, upper-case hex.</param>
/// <param name="UserId">The first name and address of the key ("Build &lt;build@example.org&gt;").</param>
/// <param name="Algorithm">The number that OpenPGP gives its algorithm (RFC 9580, 9.1).</param>
/// <param name="Bits">Its length.</param>
/// <param name="Kind">What it is good for.</param>
public sealed record SigningKey(string Fingerprint, string PrimaryFingerprint, string UserId, int Algorithm, int Bits, SigningKeyKind Kind)
{
    /// <summary>The last 16 digits of its fingerprint, in lower case, which is how rpm names keys.</summary>
    public string KeyId => Fingerprint[^16..].ToLowerInvariant();

    /// <summary>Whether it is a primary key, no subkey.</summary>
    public bool IsPrimary => Fingerprint == PrimaryFingerprint;

    /// <summary>How gpg is told to take just this one: without the mark it prefers the newest subkey.</summary>
    public string ExactName => Fingerprint + "!";

    /// <summary>The digest of its signatures, as gpg names it. SHA-512 is the one that suits every curve.</summary>
    public string Digest => Kind == SigningKeyKind.Old ? "SHA1" : "SHA512";

    /// <summary>The digest's number in OpenPGP (RFC 9580, 9.5).</summary>
    public int DigestNumber => Kind == SigningKeyKind.Old ? 2 : 10;

    /// <summary>What rpm calls a package's signature made with it ("DSA/SHA1").</summary>
    public string RpmKind => $"{KeyAlgorithm.NameOf(Algorithm)}/{Digest}";

    /// <summary>Whether rpm of today knows such signatures in a package: rpm 4.18 says "Unsupported PGP signature" of ECDSA.</summary>
    public bool IsKnownToRpm => Algorithm != KeyAlgorithm.EcDsa;

    /// <summary>The key for people ("DSA 1024, F09A…5163, Build &lt;build@example.org&gt;").</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{KeyAlgorithm.NameOf(Algorithm)} {Bits}, {Fingerprint}, {UserId}");
}
