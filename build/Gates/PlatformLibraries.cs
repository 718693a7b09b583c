using System.Collections.Immutable;
using Dom0Iptables.Binaries;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Compiling;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Gates;

/// <summary>What the libraries of a platform export: read off its table, or off this machine where it has none.</summary>
/// <param name="Name">Where that is known from ("glibc-2.5-i386").</param>
/// <param name="VersionsBySymbol">For each library the versions of each of its symbols; an unversioned symbol has the version "".</param>
public sealed record PlatformLibraries(string Name, ImmutableDictionary<string, ImmutableDictionary<string, ImmutableHashSet<string>>> VersionsBySymbol)
{
    /// <summary>Whether the platform has a library.</summary>
    public bool Has(string soname) => VersionsBySymbol.ContainsKey(soname);

    /// <summary>The versions at which a library has a symbol; empty where it has not.</summary>
    public ImmutableHashSet<string> Versions(string soname, string symbol) =>
        VersionsBySymbol.TryGetValue(soname, out var symbols) && symbols.TryGetValue(symbol, out var versions) ? versions : [];

    /// <summary>Whether a library has any symbol of a version.</summary>
    public bool HasVersion(string soname, string version) =>
        VersionsBySymbol.TryGetValue(soname, out var symbols) && symbols.Values.Any(versions => versions.Contains(version));

    /// <summary>The libraries of a platform that has a table of them.</summary>
    public static PlatformLibraries OfTable(string path) => new(
        Path.GetFileNameWithoutExtension(path),
        AbiTable.Read(path).Symbols
            .GroupBy(symbol => symbol.Library, StringComparer.Ordinal)
            .ToImmutableDictionary(
                library => library.Key,
                library => Index(library.Select(symbol => (symbol.Name, symbol.Version))),
                StringComparer.Ordinal));

    /// <summary>Those libraries of this machine that a platform's compiler finds.</summary>
    /// <param name="platform">The platform, for its compiler.</param>
    /// <param name="sonames">The libraries that are asked for.</param>
    /// <param name="environment">The environment of the compiler.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PlatformLibraries> OfThisMachineAsync(Platform platform, IEnumerable<string> sonames, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var found = new List<(string Soname, string Path)>();
        foreach (var soname in sonames)
        {
            if (await FindAsync(platform, soname, environment, cancellationToken) is { } path)
            {
                found.Add((soname, path));
            }
        }

        var files = await ElfReader.ReadAsync(GateSubject.Step, found.Select(pair => pair.Path), environment, cancellationToken);
        return new PlatformLibraries(
            "this machine's libraries",
            found.Zip(files, (pair, file) => KeyValuePair.Create(
                    pair.Soname,
                    Index(file.Symbols.Where(symbol => !symbol.IsUndefined).Select(symbol => (symbol.Name, symbol.Version ?? "")))))
                .ToImmutableDictionary(StringComparer.Ordinal));
    }

    /// <summary>The full path of a library of this machine, where a platform's compiler finds it; else null.</summary>
    public static async Task<string?> FindAsync(Platform platform, string soname, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var compiler = (platform.Cc ?? "gcc").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var question = environment.In("/", new Command(compiler[0], [.. compiler[1..], $"-print-file-name={soname}"]));
        var answer = (await ProcessRunner.CaptureAsync(GateSubject.Step, question, cancellationToken)).StandardOutput.Trim();
        return Path.IsPathRooted(answer) ? Path.GetFullPath(answer) : null;
    }

    private static ImmutableDictionary<string, ImmutableHashSet<string>> Index(IEnumerable<(string Name, string Version)> symbols) =>
        symbols.GroupBy(symbol => symbol.Name, StringComparer.Ordinal).ToImmutableDictionary(
            symbol => symbol.Key,
            symbol => symbol.Select(pair => pair.Version).ToImmutableHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
}
