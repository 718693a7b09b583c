namespace Dom0Iptables.Tests.Archives;

/// <summary>How a generated archive ends.</summary>
internal enum HostileEnding
{
    /// <summary>As it should.</summary>
    Whole,

    /// <summary>With the record filled by zeros, as tar programs do.</summary>
    Filled,

    /// <summary>With junk in the tar after its end-of-archive mark, which is ignored.</summary>
    JunkAfterMark,

    /// <summary>With another, hostile tar after its end-of-archive mark, which is ignored.</summary>
    TarAfterMark,

    /// <summary>The compressed data in several streams.</summary>
    Streams,

    /// <summary>Without an end-of-archive mark.</summary>
    NoMark,

    /// <summary>With one block of zeros where two make the mark.</summary>
    HalfMark,

    /// <summary>The tar cut somewhere.</summary>
    CutTar,

    /// <summary>The compressed data cut somewhere.</summary>
    CutCompressed,

    /// <summary>With junk after the compressed data: gzip alone ignores it.</summary>
    JunkAfterCompressed,

    /// <summary>A bit of the compressed data changed.</summary>
    ChangedBit,

    /// <summary>A bit of the tar changed, with the compression's checks made for it.</summary>
    ChangedTarBit,
}
