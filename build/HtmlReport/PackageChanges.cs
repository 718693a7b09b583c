using System.Collections.Immutable;

namespace Dom0Iptables.HtmlReport;

/// <summary>What is other in a package than it was.</summary>
/// <param name="Before">The file name of the package before; null where there was none.</param>
/// <param name="After">Its file name now; null where there is none any more.</param>
/// <param name="BytesBefore">The size of the package before.</param>
/// <param name="BytesAfter">Its size now.</param>
/// <param name="IsSameBytes">Whether they are the same, bit by bit.</param>
/// <param name="Files">Its files by digest, size, mode, owner and link.</param>
/// <param name="Requires">What it requires.</param>
/// <param name="Provides">What it provides and obsoletes.</param>
/// <param name="Scriptlets">What rpm runs, by the moment.</param>
/// <param name="Symbols">What its programs and libraries export, want and need, where it could be looked at.</param>
public sealed record PackageChanges(
    string? Before,
    string? After,
    long BytesBefore,
    long BytesAfter,
    bool IsSameBytes,
    ImmutableArray<Change> Files,
    ImmutableArray<Change> Requires,
    ImmutableArray<Change> Provides,
    ImmutableArray<Change> Scriptlets,
    ImmutableArray<Change> Symbols)
{
    /// <summary>Whether nothing is other that a machine would get to see.</summary>
    public bool IsSameContent => Files.IsEmpty && Requires.IsEmpty && Provides.IsEmpty && Scriptlets.IsEmpty && Symbols.IsEmpty;
}
