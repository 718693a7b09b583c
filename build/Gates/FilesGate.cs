using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dom0Iptables.Packaging;

namespace Dom0Iptables.Gates;

/// <summary>
/// The packages' files are root's and harmless, take nobody else's place, lie in folders that somebody owns, and tell
/// nothing of the machine that they were made on.
/// </summary>
public sealed class FilesGate : IGate
{
    private const int SpecialBits = 0xE00;
    private const int WritableByAll = 2;

    /// <inheritdoc/>
    public string Name => "files";

    /// <inheritdoc/>
    public Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var baseSystem = subject.Platform.Limits.Base is { } path ? BaseSystem.Read(path) : null;
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        var files = 0;
        foreach (var package in subject.Installed)
        {
            foreach (var file in package.Rpm.Files)
            {
                files++;
                var problems = Nature(file).Concat(baseSystem is null ? [] : Places(subject, package.Rpm, file, baseSystem));
                findings.AddRange(problems.Select(problem => new GateFinding($"{package.Rpm.FileName} {file.Path}", problem.Problem, problem.NextStep)));
            }
        }

        foreach (var package in subject.Packages)
        {
            findings.AddRange(Traces(subject, package));
        }

        return Task.FromResult(new GateVerdict(Name, $"{files} files, folders and links", baseSystem is null ? "root's, harmless, without traces" : $"{baseSystem.Name}'s own files", findings.ToImmutable()));
    }

    private static IEnumerable<(string Problem, string NextStep)> Nature(RpmFile file)
    {
        if (file is not { User: "root", Group: "root" })
        {
            yield return ($"belongs to {file.User}:{file.Group}", "give it to root in %files: %defattr(-,root,root)");
        }

        if (!file.IsRegular && !file.IsFolder && !file.IsLink)
        {
            yield return ("is a device, pipe or socket", "leave it out of the package");
        }

        if ((file.Mode & SpecialBits) != 0)
        {
            yield return ($"is setuid, setgid or sticky ({Octal(file.Mode)})", "give it an ordinary mode in %files");
        }

        if (!file.IsLink && (file.Mode & WritableByAll) != 0)
        {
            yield return ($"may be written by everybody ({Octal(file.Mode)})", "give it an ordinary mode in %files");
        }
    }

    private static IEnumerable<(string Problem, string NextStep)> Places(GateSubject subject, RpmPackage package, RpmFile file, BaseSystem baseSystem)
    {
        // Or that a package it requires, and that stands here with it, takes the place of.
        var replacing = subject.Installed.Select(installed => installed.Rpm).Where(other => other == package || package.Requires.Any(requirement => requirement.Name == other.Name)).ToList();
        bool Replaces(string owner) => replacing.Any(other => owner == other.Name || other.Obsoletes.Any(obsolete => obsolete.Name == owner));

        var owners = (file.IsFolder ? baseSystem.FolderOwners : baseSystem.FileOwners)[file.Path].Where(owner => !Replaces(owner)).ToList();
        if (owners.Count > 0)
        {
            yield return (
                $"belongs to {string.Join(", ", owners)} of {baseSystem.Name}",
                file.IsFolder ? "leave the folder itself out of %files" : "put it elsewhere, or obsolete that package if this one is to take its place");
        }

        var folder = Path.GetDirectoryName(file.Path);
        if (folder is not (null or "/") && !baseSystem.FolderOwners.Contains(folder) && !subject.Installed.Any(other => other.Rpm.Files.Any(own => own.IsFolder && own.Path == folder)))
        {
            yield return ($"lies in {folder}, which no package owns", $"add %dir {folder} to %files");
        }
    }

    private static IEnumerable<GateFinding> Traces(GateSubject subject, ExaminedPackage package)
    {
        foreach (var file in package.Rpm.Files.Where(file => file is { IsRegular: true, IsGhost: false }))
        {
            var bytes = File.ReadAllBytes(package.PathOf(file));
            foreach (var (what, text) in subject.Foreign.Where(foreign => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(foreign.Text)) >= 0))
            {
                yield return new GateFinding($"{package.Rpm.FileName} {file.Path}", $"names {what}: {text}", "find what writes it into the file, and map it (-ffile-prefix-map=) or leave it out");
            }
        }
    }

    private static string Octal(int mode) => Convert.ToString(mode & 0xFFF, 8).PadLeft(4, '0').ToString(CultureInfo.InvariantCulture);
}
