namespace Dom0Iptables.Archives;

/// <summary>What the kernel says of a file.</summary>
/// <param name="TypeAndMode">st_mode: the type in the upper four bits, the permissions below.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Time">The time of modification, in seconds since 1970.</param>
internal readonly record struct FileStatus(int TypeAndMode, long Size, long Time)
{
    private const int TypeBits = 0xf000;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (TypeAndMode & TypeBits) == 0x4000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => (TypeAndMode & TypeBits) == 0x8000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymbolicLink => (TypeAndMode & TypeBits) == 0xa000;

    /// <summary>Whether anyone may execute it.</summary>
    public bool IsExecutable => (TypeAndMode & 0x49) != 0;
}
