using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>Which released archive a recipe builds, and how to know it for the right one.</summary>
/// <param name="FileName">The archive's name as released, without any folder ("iptables-1.4.8.tar.bz2").</param>
/// <param name="Sha256">Lower-case hex, or null where none is known.</param>
/// <param name="Sha1">Lower-case hex, or null; counts only together with <paramref name="Md5"/>.</param>
/// <param name="Md5">Lower-case hex, or null; counts only together with <paramref name="Sha1"/>.</param>
/// <param name="Size">Bytes, or null where unknown.</param>
/// <param name="Mirrors">Addresses of the archive, tried in order.</param>
/// <param name="DebianSource">The Debian source package whose upstream archive this is, or null.</param>
/// <param name="Signature">The address of a detached OpenPGP signature, or null; needs <paramref name="Keyring"/>.</param>
/// <param name="Keyring">The keyring that verifies the signature, relative to the project's top folder, or null.</param>
/// <param name="MaximumBytes">The most bytes that the unpacked tree may take.</param>
/// <param name="MaximumEntries">The most entries that the archive may hold.</param>
public sealed record SourceRecipe(
    string FileName,
    string? Sha256,
    string? Sha1,
    string? Md5,
    long? Size,
    ImmutableArray<Uri> Mirrors,
    DebianSource? DebianSource,
    Uri? Signature,
    string? Keyring,
    long MaximumBytes,
    int MaximumEntries);
