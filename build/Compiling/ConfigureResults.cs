using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Journal;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Compiling;

/// <summary>
/// What configure made, kept for the next tree in which it can find nothing else: one whose C sources alone are others. All
/// other files of the tree, and whatever else decides it, are in the key.
/// </summary>
/// <param name="folder">Where it is kept.</param>
/// <param name="decided">What decides it beside the tree: arguments, environment, compilers, their headers, the C library.</param>
public sealed partial class ConfigureResults(string folder, string decided)
{
    private string Made => Path.Combine(folder, "made");

    private string Logs => Path.Combine(folder, "logs");

    private string KeyFile => Path.Combine(folder, "key");

    /// <summary>The key of a tree before configure; null where nothing can be kept, since the tree was shipped with build products.</summary>
    /// <param name="tree">The tree's top folder.</param>
    public string? KeyOf(string tree)
    {
        var configure = Path.Combine(tree, "configure");
        if (!File.Exists(configure) || File.Exists(Path.Combine(tree, "Makefile")))
        {
            return null;
        }

        var isRead = SourcesReadBy(File.ReadAllText(configure));
        return Fingerprint.OfTexts([decided, .. Entries(tree).SelectMany(path => new[] { Path.GetRelativePath(tree, path), Content(path) })]);

        string Content(string path) => IsFolder(path) || (path.EndsWith(".c", StringComparison.Ordinal) && !isRead(path)) ? $"{File.GetUnixFileMode(path)}" : Fingerprint.OfPath(path);
    }

    /// <summary>Puts into a tree what configure made of one with the same key.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="key">The tree's key.</param>
    /// <param name="tree">The tree's top folder.</param>
    /// <param name="logs">Where configure's logs go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> PutBackAsync(string step, string key, string tree, string logs, CancellationToken cancellationToken)
    {
        if (!File.Exists(KeyFile) || await File.ReadAllTextAsync(KeyFile, cancellationToken) != Sealed(key))
        {
            return false;
        }

        await TreeCopy.MergeAsync(step, Made, tree, cancellationToken);
        await TreeCopy.MergeAsync(step, Logs, logs, cancellationToken);
        return true;
    }

    /// <summary>Keeps what configure made of a tree, in the place of what was kept before; nothing where it removed files.</summary>
    /// <param name="key">The key of the tree before.</param>
    /// <param name="before">The tree's top folder before.</param>
    /// <param name="after">The same after configure.</param>
    /// <param name="logs">configure's logs.</param>
    public void Keep(string key, string before, string after, ImmutableArray<string> logs)
    {
        TreeCopy.Remove(folder);
        if (Entries(before).Any(path => !Exists(Path.Combine(after, Path.GetRelativePath(before, path)))))
        {
            return;
        }

        Directory.CreateDirectory(Logs);
        Directory.CreateDirectory(Made);
        foreach (var path in Entries(after))
        {
            var name = Path.GetRelativePath(after, path);
            var place = Path.Combine(Made, name);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                if (new FileInfo(Path.Combine(before, name)).LinkTarget != target)
                {
                    File.CreateSymbolicLink(Within(place), target);
                }
            }
            else if (IsFolder(path))
            {
                Directory.CreateDirectory(place, File.GetUnixFileMode(path));
            }
            else if (!IsSame(new FileInfo(Path.Combine(before, name)), new FileInfo(path)))
            {
                File.Copy(path, Within(place));
            }
        }

        foreach (var log in logs.Where(File.Exists))
        {
            File.Copy(log, Path.Combine(Logs, Path.GetFileName(log)));
        }

        // Last: without it there is nothing.
        File.WriteAllText(KeyFile, Sealed(key));
    }

    private string Sealed(string key) => Fingerprint.OfTexts([key, Fingerprint.OfPath(Made), Fingerprint.OfPath(Logs)]);

    // Of AC_CONFIG_SRCDIR's file it is asked whether it is there. A pattern may stand for any.
    private static Func<string, bool> SourcesReadBy(string configure)
    {
        var names = SourceName().Matches(UniqueFile().Replace(configure, "")).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return names.Any(name => !PlainName().IsMatch(name)) ? _ => true : path => names.Contains(Path.GetFileName(path));
    }

    private static IEnumerable<string> Entries(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal).SelectMany(path => IsFolder(path) ? Entries(path).Prepend(path) : [path]);

    private static bool IsFolder(string path) => new FileInfo(path).LinkTarget is null && Directory.Exists(path);

    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsSame(FileInfo before, FileInfo after) =>
        before.Exists && before.LinkTarget is null && before.Length == after.Length && before.LastWriteTimeUtc == after.LastWriteTimeUtc && before.UnixFileMode == after.UnixFileMode;

    private static string Within(string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }

    [GeneratedRegex(@"[\w.*?+\]$}""'-]+\.c\b")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^[\w.+-]+$")]
    private static partial Regex PlainName();

    [GeneratedRegex("^ac_unique_file=.*$", RegexOptions.Multiline)]
    private static partial Regex UniqueFile();
}
