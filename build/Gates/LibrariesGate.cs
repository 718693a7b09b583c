using System.Collections.Immutable;

namespace Dom0Iptables.Gates;

/// <summary>Each library that a program or library needs lies where the platform's loader looks for it.</summary>
public sealed class LibrariesGate : IGate
{
    /// <inheritdoc/>
    public string Name => "libraries";

    /// <inheritdoc/>
    public Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var searched = SearchedFolders(subject);
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        var needed = subject.Binaries.SelectMany(binary => binary.Elf.Needed.Select(soname => (binary, soname))).ToList();
        foreach (var (binary, soname) in needed)
        {
            if (subject.LibraryOf(soname) is { } library)
            {
                var folder = Path.GetDirectoryName(library.InstalledPath)!;
                if (!searched.Contains(folder) && !binary.Elf.SearchFolders.Contains(folder))
                {
                    findings.Add(new GateFinding($"{binary} {soname}", $"lies in {folder}, where the loader does not look (it looks in {string.Join(", ", searched)})", $"have the package put a file that names {folder} into {LoaderConfiguration.Folder}, and run ldconfig"));
                }
                else if (library.Elf.Class != binary.Elf.Class)
                {
                    findings.Add(new GateFinding($"{binary} {soname}", $"{library.InstalledPath} is {library.Elf.Class}, and this is {binary.Elf.Class}", "build both for one architecture"));
                }
            }
            else if (!subject.Libraries.Has(soname))
            {
                findings.Add(new GateFinding($"{binary} {soname}", $"neither the packages nor the platform have it ({subject.Libraries.Name})", "pack it, or build without what needs it"));
            }
        }

        return Task.FromResult(new GateVerdict(
            Name,
            $"{needed.Count} needs of {needed.Select(pair => pair.soname).Distinct(StringComparer.Ordinal).Count()} libraries",
            $"{subject.Libraries.Name} and {string.Join(", ", searched)}",
            findings.ToImmutable()));
    }

    private static ImmutableArray<string> SearchedFolders(GateSubject subject)
    {
        IEnumerable<string> own = subject.Platform.Limits.Loader is { } loader ? LoaderFacts.Read(loader).LibraryFolders : ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib32", "/usr/lib32"];
        return [.. own.Concat(subject.LoaderFolders).Distinct(StringComparer.Ordinal)];
    }
}
