namespace Dom0Iptables.Archives;

/// <summary>
/// The names that an unpacking has made, with their kinds. Every place that is written to is looked up here and not on the disk, so
/// that nothing that came out of the archive is ever followed.
/// </summary>
internal sealed class UnpackedNames
{
    // As many as the kernel follows before it says ELOOP.
    private const int MostLinksFollowed = 40;

    private readonly Dictionary<string, (TarEntryKind Kind, string Target)> _names = new(StringComparer.Ordinal);

    /// <summary>How many names there are.</summary>
    public int Count => _names.Count;

    /// <summary>What a name is, or null where there is none.</summary>
    public TarEntryKind? KindOf(string path) => _names.TryGetValue(path, out var made) ? made.Kind : null;

    /// <summary>Notes a name.</summary>
    /// <param name="path">Its segments joined by slashes.</param>
    /// <param name="kind">File, folder or symbolic link: a hard link is a file.</param>
    /// <param name="target">Where a symbolic link leads.</param>
    public void Add(string path, TarEntryKind kind, string target = "") => _names[path] = (kind, target);

    /// <summary>Sees where every symbolic link leads, now that all names are known, and that it is inside the top folder.</summary>
    /// <exception cref="RefusedArchiveException">A link leads out, alone or by way of others.</exception>
    public void CheckLinks()
    {
        foreach (var (path, made) in _names)
        {
            if (made.Kind is TarEntryKind.SymbolicLink)
            {
                CheckLink(path, made.Target);
            }
        }
    }

    private void CheckLink(string path, string target)
    {
        var place = new List<string>(path.Split('/')[..^1]);
        var ahead = new Stack<string>();
        Push(path, target, ahead);
        var followed = 0;
        while (ahead.TryPop(out var segment))
        {
            switch (segment)
            {
                case "" or ".":
                    continue;

                // The top folder's own name is the one segment that is never left.
                case ".." when place.Count <= 1:
                    throw LeadsOut(path, target, "it leads out of the top folder");
                case "..":
                    place.RemoveAt(place.Count - 1);
                    continue;
            }

            place.Add(segment);
            if (_names.TryGetValue(string.Join('/', place), out var there) && there.Kind is TarEntryKind.SymbolicLink)
            {
                if (++followed > MostLinksFollowed)
                {
                    throw LeadsOut(path, target, "it leads in a circle, or through too many links");
                }

                place.RemoveAt(place.Count - 1);
                Push(path, there.Target, ahead);
            }
        }
    }

    private static void Push(string path, string target, Stack<string> ahead)
    {
        if (target.Length == 0 || target[0] == '/')
        {
            throw LeadsOut(path, target, target.Length == 0 ? "it leads nowhere" : "it leads to an absolute name");
        }

        foreach (var segment in target.Split('/').Reverse())
        {
            ahead.Push(segment);
        }
    }

    private static RefusedArchiveException LeadsOut(string path, string target, string why) =>
        RefusedArchiveException.OfEntry(path, $"is a link to '{RefusedArchiveException.Printable(target)}' that is refused: {why}");
}
