namespace Dom0Iptables.Archives;

/// <summary>Lists a tree without following a link in it.</summary>
internal static class TreeListing
{
    /// <summary>
    /// The folder itself and everything in it, in the order of their names' characters, whatever the locale. A folder's name counts
    /// with its slash, so that all of its content comes right after it: GNU tar sets a folder's time when it leaves the folder, and
    /// would spoil it by coming back.
    /// </summary>
    /// <param name="folder">Where the tree is.</param>
    /// <param name="leaveOut">Whether to leave out a relative path and all below it.</param>
    /// <exception cref="RefusedArchiveException">Something in it is no file, folder or link, or has a name that is not UTF-8.</exception>
    public static List<TreeEntry> Of(string folder, Func<string, bool>? leaveOut)
    {
        var entries = new List<TreeEntry>();
        Add(folder, "");
        entries.Sort((one, other) => string.CompareOrdinal(SortedBy(one), SortedBy(other)));
        return entries;

        static string SortedBy(TreeEntry entry) => entry.Status.IsFolder && entry.Path.Length > 0 ? entry.Path + "/" : entry.Path;

        void Add(string full, string path)
        {
            // .NET puts this sign where a name's bytes are not UTF-8, and then cannot find the file.
            if (path.Contains('\ufffd', StringComparison.Ordinal))
            {
                throw new RefusedArchiveException($"'{RefusedArchiveException.Printable(path)}' has a name that is not UTF-8");
            }

            var status = NativeFiles.Status(full);
            if (!status.IsFile && !status.IsFolder && !status.IsSymbolicLink)
            {
                throw new RefusedArchiveException($"'{RefusedArchiveException.Printable(path)}' is a socket, FIFO or device");
            }

            entries.Add(new TreeEntry(path, status, status.IsSymbolicLink ? new FileInfo(full).LinkTarget : null));
            if (!status.IsFolder)
            {
                return;
            }

            foreach (var inner in Directory.EnumerateFileSystemEntries(full))
            {
                var innerPath = path.Length == 0 ? Path.GetFileName(inner) : $"{path}/{Path.GetFileName(inner)}";
                if (leaveOut?.Invoke(innerPath) != true)
                {
                    Add(inner, innerPath);
                }
            }
        }
    }
}
