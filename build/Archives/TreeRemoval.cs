namespace Dom0Iptables.Archives;

/// <summary>Removes a tree whatever the modes in it, and never what a link in it leads to.</summary>
internal static class TreeRemoval
{
    /// <summary>Removes what lies at a path, if anything does.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed by this user.</exception>
    public static void Remove(string path)
    {
        var attributes = new FileInfo(path);
        if (attributes.LinkTarget is not null || attributes.Exists)
        {
            File.Delete(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            Open(new DirectoryInfo(path));
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Removes what lies at a path and leaves it where that fails: for the way out of a failure that matters more.</summary>
    public static void TryRemove(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run removes it first, and says so if it cannot.
        }
    }

    private static void Open(DirectoryInfo folder)
    {
        folder.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var inner in folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            Open(inner);
        }
    }
}
