using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Gates;

/// <summary>
/// What the base system of a platform has, as far as packages can touch it or lean on it: a table of platforms/base/,
/// whose head says where each row is from and what is left out.
/// </summary>
/// <param name="Name">The table's name ("centos-5.5").</param>
/// <param name="Versions">Its packages, and the version and release of each.</param>
/// <param name="Provides">What they provide beside their names and files.</param>
/// <param name="FileOwners">Their files and links, and the packages that own each.</param>
/// <param name="FolderOwners">Their folders, and the packages that own each.</param>
public sealed record BaseSystem(
    string Name,
    ImmutableDictionary<string, string> Versions,
    ImmutableHashSet<string> Provides,
    ILookup<string, string> FileOwners,
    ILookup<string, string> FolderOwners)
{
    // Where the shell of a scriptlet looks for programs: rpm sets this PATH, in every version.
    private static readonly ImmutableArray<string> ProgramFolders = ["/sbin", "/bin", "/usr/sbin", "/usr/bin"];

    /// <summary>Whether it has a program, by name or by path.</summary>
    public bool HasProgram(string program) =>
        program.StartsWith('/') ? FileOwners.Contains(program) : ProgramFolders.Any(folder => FileOwners.Contains($"{folder}/{program}"));

    /// <summary>Reads a table: package, kind, name, parted by tabs.</summary>
    /// <exception cref="PipelineException">It cannot be read, or a line is no such row (<see cref="ExitCode.Recipe"/>).</exception>
    public static BaseSystem Read(string path)
    {
        var rows = File.ReadLines(path).Index()
            .Where(line => line.Item.Length > 0 && !line.Item.StartsWith('#'))
            .Select(line => line.Item.Split('\t') is [var package, "version" or "provides" or "file" or "folder", var name] fields
                ? (Package: package, Kind: fields[1], Name: name)
                : throw new PipelineException(ExitCode.Recipe, GateSubject.Step, $"{path}, line {line.Index + 1}: not a row of package, kind (version, provides, file or folder) and name", "mend that line"))
            .ToList();
        ILookup<string, string> Owners(string kind) => rows.Where(row => row.Kind == kind).ToLookup(row => row.Name, row => row.Package, StringComparer.Ordinal);
        return new BaseSystem(
            Path.GetFileNameWithoutExtension(path),
            rows.Where(row => row.Kind == "version").ToImmutableDictionary(row => row.Package, row => row.Name, StringComparer.Ordinal),
            [.. rows.Where(row => row.Kind == "provides").Select(row => row.Name)],
            Owners("file"),
            Owners("folder"));
    }
}
