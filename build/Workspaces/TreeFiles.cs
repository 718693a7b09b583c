using System.IO.Enumeration;

namespace Dom0Iptables.Workspaces;

/// <summary>The files of a tree that somebody else has made.</summary>
public static class TreeFiles
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// The full paths of all files, and of all links whatever they lead to. No link is gone through: two that lead back to
    /// their own folder would make a path of every way through them.
    /// </summary>
    /// <param name="folder">The tree.</param>
    public static IEnumerable<string> Of(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), All)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory || IsLink(ref entry),
        };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
