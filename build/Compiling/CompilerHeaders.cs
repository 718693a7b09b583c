using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using Dom0Iptables.Journal;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Compiling;

/// <summary>
/// Says which headers a compiler finds. configure leaves out what it finds no headers for (of iptables 1.8.9 the
/// extensions dccp and ipvs), so that a tree that was configured on other headers is another tree.
/// </summary>
public static class CompilerHeaders
{
    private const string ListBegins = "#include <...> search starts here:";
    private const string ListEnds = "End of search list.";

    /// <summary>The fingerprint of the names, sizes and times of all headers that it finds.</summary>
    /// <param name="compiler">The compiler and the switches that choose between its headers ("gcc -m32").</param>
    /// <param name="environment">The environment of the compiler.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<string> FingerprintAsync(string compiler, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var words = compiler.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var question = environment.In("/", new Command(words[0], [.. words[1..], "-E", "-v", "-x", "c", "/dev/null"]));
        var outcome = await ProcessRunner.CaptureAsync("Configure", question, cancellationToken);
        var folders = outcome.StandardError.Split('\n')
            .SkipWhile(line => line != ListBegins)
            .Skip(1)
            .TakeWhile(line => line != ListEnds)
            .Select(line => line.Trim())
            .Where(Directory.Exists)
            .ToImmutableArray();
        return Fingerprint.OfTexts(folders.SelectMany(folder => Entries(folder).Order(StringComparer.Ordinal)));
    }

    // A link is an entry by its name; what it leads to lies in another of the folders, or is none of the compiler's.
    private static FileSystemEnumerable<string> Entries(string folder) =>
        new(
            folder,
            (ref FileSystemEntry entry) => entry.IsDirectory
                ? entry.ToFullPath()
                : string.Create(CultureInfo.InvariantCulture, $"{entry.ToFullPath()} {entry.Length} {entry.LastWriteTimeUtc.UtcTicks}"),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
}
