namespace Dom0Iptables.Archives;

/// <summary>What an entry of an archive makes in the tree.</summary>
internal enum TarEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>Another name of a file that came earlier.</summary>
    HardLink,
}
