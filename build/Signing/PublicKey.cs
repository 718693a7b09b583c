namespace Dom0Iptables.Signing;

/// <summary>A key's public part, which is all that is verified with.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="Armored">The file for people and for rpm --import.</param>
/// <param name="Keyring">The file for gpgv.</param>
public sealed record PublicKey(SigningKey Key, string Armored, string Keyring);
