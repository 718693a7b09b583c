using CsCheck;

namespace Dom0Iptables.Tests.Archives;

/// <summary>An archive as the generator draws it.</summary>
/// <param name="Dialect">Whose headers it has: v7, ustar, gnu, pax or star.</param>
/// <param name="Compression">bzip2, gzip, xz, or none.</param>
/// <param name="Ending">How it ends.</param>
/// <param name="Salt">Where it is cut, changed or split.</param>
/// <param name="Entries">What it holds after its top folder and one file.</param>
internal sealed record HostileArchive(string Dialect, string Compression, HostileEnding Ending, int Salt, HostileEntry[] Entries)
{
    private static readonly HostileKind[] Harmless = [.. Enum.GetValues<HostileKind>().Where(IsHarmless)];

    private static readonly HostileKind[] Hostile = [.. Enum.GetValues<HostileKind>().Where(kind => !IsHarmless(kind))];

    /// <summary>A third harmless, a third with one hostile entry among harmless ones, a sixth a jumble, a sixth damaged.</summary>
    public static Gen<HostileArchive> Any { get; } =
        from temper in Gen.Int[0, 5]
        from dialect in Gen.OneOf("v7", "ustar", "gnu", "pax", "star")
        from compression in Gen.OneOf("bzip2", "gzip", "gzip", "xz", "xz", "none", "gzip", "xz")
        from ending in temper < 5 ? Gen.Enum<HostileEnding>().Where(ending => ending <= HostileEnding.Streams) : Gen.Enum<HostileEnding>()
        from salt in Gen.Int[0, 1_000_000]
        from harmless in Entry(temper == 4 ? [.. Harmless, .. Hostile] : Harmless).Array[0, 8]
        from hostile in Entry(Hostile).Array[temper is 2 or 3 ? 1 : 0]
        select new HostileArchive(dialect, compression, ending, salt, Insert(harmless, hostile, salt));

    /// <summary>Whether it has to arrive as it is.</summary>
    public bool IsHarmlessAltogether => Compression != "none" && Ending <= HostileEnding.Streams && Entries.All(entry => IsHarmless(entry.Kind))
        && !Entries.SkipWhile(entry => entry.Kind is not HostileKind.GlobalTime).Skip(1).Any(entry => entry.Kind is HostileKind.GlobalTime or HostileKind.GlobalComment);

    /// <summary>Whether it has to be refused.</summary>
    public bool IsHostile => Compression == "none"
        || Ending is HostileEnding.NoMark or HostileEnding.HalfMark or HostileEnding.CutTar or HostileEnding.CutCompressed
        || (Ending is HostileEnding.JunkAfterCompressed && Compression != "gzip")
        || (Ending is not HostileEnding.ChangedBit and not HostileEnding.ChangedTarBit && Entries.Any(entry => !IsHarmless(entry.Kind) && !(entry.Kind is HostileKind.HugeTime && Entries.Any(other => other.Kind is HostileKind.GlobalTime))));

    public override string ToString() => $"{Dialect}, {Compression}, {Ending}, {Salt}: {string.Join(", ", Entries.Select(entry => $"{entry.Kind}({entry.Pick}, {entry.Form})"))}";

    private static bool IsHarmless(HostileKind kind) => kind < HostileKind.AbsoluteName;

    private static Gen<HostileEntry> Entry(HostileKind[] kinds) =>
        Gen.Select(Gen.OneOf(kinds), Gen.Int[0, 23], Gen.Int[0, 3], (kind, pick, form) => new HostileEntry(kind, pick, form));

    private static HostileEntry[] Insert(HostileEntry[] among, HostileEntry[] more, int salt)
    {
        var at = salt % (among.Length + 1);
        return [.. among[..at], .. more, .. among[at..]];
    }
}
