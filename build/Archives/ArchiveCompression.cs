namespace Dom0Iptables.Archives;

/// <summary>How a source archive is compressed, told by its first bytes and never by its name.</summary>
public enum ArchiveCompression
{
    /// <summary>bzip2, one stream or several (as pbzip2 and lbzip2 write).</summary>
    Bzip2,

    /// <summary>gzip, one member or several.</summary>
    Gzip,

    /// <summary>xz, one stream or several, one block or several (as xz -T and pixz write).</summary>
    Xz,
}
