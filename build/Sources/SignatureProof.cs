namespace Dom0Iptables.Sources;

/// <summary>Which key signed an archive.</summary>
/// <param name="Fingerprint">Of the key or subkey that signed, upper-case hex.</param>
/// <param name="PrimaryFingerprint">Of the primary key it belongs to, upper-case hex.</param>
public sealed record SignatureProof(string Fingerprint, string PrimaryFingerprint);
