namespace Dom0Iptables.Packaging;

/// <summary>One file, folder or link that a package holds, as its header says.</summary>
/// <param name="Path">Its absolute name.</param>
/// <param name="Mode">Its kind and permissions, as stat(2) has them.</param>
/// <param name="User">The owner's name.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Digest">The digest of its bytes in lower-case hex; empty for folders and links.</param>
/// <param name="LinkTarget">Where it points; empty for what is no link.</param>
/// <param name="IsGhost">Whether it is only owned, not packed.</param>
/// <param name="Size">Bytes.</param>
public sealed record RpmFile(string Path, int Mode, string User, string Group, string Digest, string LinkTarget, bool IsGhost, long Size)
{
    private const int KindMask = 0xF000;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & KindMask) == 0x4000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & KindMask) == 0xA000;

    /// <summary>Whether it is an ordinary file.</summary>
    public bool IsRegular => (Mode & KindMask) == 0x8000;
}
