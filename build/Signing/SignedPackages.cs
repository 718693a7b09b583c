using System.Collections.Immutable;

namespace Dom0Iptables.Signing;

/// <summary>What was signed, with which key.</summary>
/// <param name="Detached">The key of the detached signatures.</param>
/// <param name="Packages">The key that the packages themselves are signed with; null where they are not.</param>
/// <param name="UnsignedSha256">Of each package, by its file's name, the SHA-256 without its signature header: the same as before it was signed, and in every build.</param>
/// <param name="Added">The names of the files that are new in the folder: detached signatures and public keys.</param>
public sealed record SignedPackages(
    SigningKey Detached,
    SigningKey? Packages,
    ImmutableSortedDictionary<string, string> UnsignedSha256,
    ImmutableArray<string> Added);
