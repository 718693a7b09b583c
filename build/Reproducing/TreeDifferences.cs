using System.Globalization;

namespace Dom0Iptables.Reproducing;

/// <summary>Where two trees part: names, kinds, modes, times, links, bytes.</summary>
public static class TreeDifferences
{
    /// <summary>Their differences; empty where there are none. No link is followed.</summary>
    public static IEnumerable<string> Of(string one, string other)
    {
        var left = Entries(one);
        var right = Entries(other);
        foreach (var name in left.Keys.Union(right.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!left.TryGetValue(name, out var first) || !right.TryGetValue(name, out var second))
            {
                yield return $"{name}: only in the {(left.ContainsKey(name) ? "first" : "second")}";
                continue;
            }

            if (first != second)
            {
                yield return $"{name}: {first} | {second}";
            }

            var path = Path.Combine(one, name);
            if (IsRegular(path) && IsRegular(Path.Combine(other, name)))
            {
                foreach (var difference in ContentDifference.Of(path, Path.Combine(other, name)))
                {
                    yield return $"{name}: {difference}";
                }
            }
        }
    }

    /// <summary>The names of the files, folders and links that one tree lacks, or that are other ones; modes and times do not count.</summary>
    public static IEnumerable<string> FilesOf(string one, string other) =>
        Entries(one).Keys.Union(Entries(other).Keys, StringComparer.Ordinal)
            .Where(name => !IsSame(Path.Combine(one, name), Path.Combine(other, name)))
            .Order(StringComparer.Ordinal);

    private static bool IsSame(string one, string other) =>
        new FileInfo(one).LinkTarget == new FileInfo(other).LinkTarget
        && Directory.Exists(one) == Directory.Exists(other)
        && IsRegular(one) == IsRegular(other)
        && (!IsRegular(one) || !ContentDifference.Of(one, other).Any());

    private static SortedDictionary<string, string> Entries(string top)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var open = new Stack<string>([top]);
        while (open.TryPop(out var folder))
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                entries.Add(Path.GetRelativePath(top, entry.FullName), Describe(entry));
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                {
                    open.Push(entry.FullName);
                }
            }
        }

        return entries;
    }

    private static string Describe(FileSystemInfo entry) =>
        entry.LinkTarget is { } target ? $"link to {target}"
        : string.Create(CultureInfo.InvariantCulture, $"{(entry is DirectoryInfo ? "folder" : "file")}, mode {Convert.ToString((int)entry.UnixFileMode, 8)}, of {entry.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}");

    private static bool IsRegular(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };
}
