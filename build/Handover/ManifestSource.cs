using System.Collections.Immutable;

namespace Dom0Iptables.Handover;

/// <summary>The released archive in the manifest.</summary>
/// <param name="File">Its name as released.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sha1">Lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
/// <param name="Verified">How it was verified, a phrase each.</param>
/// <param name="IsRecipes">Whether it is the recipe's own archive; else only the operator vouches for it.</param>
public sealed record ManifestSource(string File, long Size, string Sha256, string Sha1, string Md5, ImmutableArray<string> Verified, bool IsRecipes);
