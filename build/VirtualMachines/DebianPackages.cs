using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.VirtualMachines;

/// <summary>
/// Debian's binary packages, unpacked in the pipeline's cache and not installed: what a virtual machine is made of.
/// A package is named as apt names it ("xl", "busybox-static:i386"); without an architecture it is amd64's.
/// </summary>
public sealed class DebianPackages
{
    private readonly string step;
    private readonly string folder;
    private readonly PrivateApt apt;
    private readonly IReporter reporter;

    /// <summary>A store of packages.</summary>
    /// <param name="step">The step on whose behalf they are fetched.</param>
    /// <param name="folder">Where they are kept; made where it is not there.</param>
    /// <param name="reporter">Told what is downloaded.</param>
    /// <param name="aptFolder">Where the machine's list of mirrors is.</param>
    public DebianPackages(string step, string folder, IReporter reporter, string aptFolder = "/etc/apt")
    {
        this.step = step;
        this.folder = folder;
        this.reporter = reporter;
        apt = new PrivateApt(step, Path.Combine(folder, "apt"), aptFolder, reporter);
    }

    /// <summary>The package that another depends on: the newest kernel is the one that linux-image-amd64 depends on.</summary>
    /// <param name="package">The package that depends on it.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="cancellationToken">Ends apt.</param>
    /// <exception cref="PipelineException">The machine's mirrors have no such package (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task<string> DependencyAsync(string package, string prefix, CancellationToken cancellationToken) =>
        await TwiceAsync(
            async () => Parse(await apt.AskAsync(["depends", package], cancellationToken)).GetValueOrDefault(package, []).FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal)),
            cancellationToken)
        ?? throw Unavailable($"no mirror of this machine has a package {package} that depends on {prefix}*");

    /// <summary>Packages and all libraries that they depend on, and those depend on: not the programs, of which a virtual machine needs few.</summary>
    /// <exception cref="PipelineException">The machine's mirrors have not one of them (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task<ImmutableArray<string>> WithLibrariesAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        ImmutableArray<string> question = ["depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks", "--no-replaces", "--no-enhances", .. packages];
        var answer = await TwiceAsync(() => apt.AskAsync(question, cancellationToken), cancellationToken)
            ?? throw Unavailable($"no mirror of this machine has all of {string.Join(' ', packages)}");
        var dependencies = Parse(answer);
        var found = packages.ToList();
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(dependencies.GetValueOrDefault(found[next], []).Where(name => IsLibrary(name) && !found.Contains(name)).Distinct().ToList());
        }

        return [.. found];
    }

    /// <summary>Sees to it that packages are in the store.</summary>
    /// <returns>The folder that each is unpacked in.</returns>
    /// <exception cref="PipelineException">One cannot be had (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task<ImmutableDictionary<string, string>> UnpackAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        string? said = null;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (attempt > 0)
            {
                // Lists of another day name files that the mirror has replaced since.
                await apt.UpdateAsync(cancellationToken);
            }

            var files = await apt.FilesOfAsync(packages, cancellationToken);
            if (files is not { } names || names.Length != packages.Length)
            {
                said = "not known to any mirror";
                continue;
            }

            var places = packages.Select(package => (Package: package, File: names.Single(file => IsOf(file, package)))).Select(pair => (pair.Package, pair.File, Place: Path.Combine(folder, Path.GetFileNameWithoutExtension(pair.File)))).ToList();
            var lacking = places.Where(place => !Directory.Exists(place.Place)).ToList();
            said = lacking.Count == 0 ? null : await FetchAsync(lacking, cancellationToken);
            if (said is null)
            {
                return places.ToImmutableDictionary(place => place.Package, place => place.Place, StringComparer.Ordinal);
            }
        }

        throw Unavailable($"Debian's packages {string.Join(' ', packages)} cannot be had: {said}");
    }

    private async Task<string?> FetchAsync(List<(string Package, string File, string Place)> lacking, CancellationToken cancellationToken)
    {
        var work = Path.Combine(folder, $"partial.{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            reporter.Line($"{step}: downloading {lacking.Count} packages from this machine's Debian mirror into {folder}; nothing is installed");
            if (await apt.DownloadAsync([.. lacking.Select(package => package.Package)], work, cancellationToken) is { } said)
            {
                return said;
            }

            foreach (var (_, file, place) in lacking)
            {
                var unpacked = Path.Combine(work, "unpacked");
                var unpack = Command.Of("dpkg-deb", "--extract", Path.Combine(work, file), unpacked);
                var outcome = await ProcessRunner.CaptureAsync(step, unpack, cancellationToken);
                if (!outcome.Succeeded)
                {
                    throw new PipelineException(ExitCode.Storage, step, $"{file} cannot be unpacked: {outcome.StandardError.Trim()}", "make room on the disk, then run the same command again", unpack.ToString(), outcome.ExitCode);
                }

                File.Delete(Path.Combine(work, file));
                if (!Directory.Exists(place))
                {
                    Directory.Move(unpacked, place);
                }
                else
                {
                    // Another run was quicker.
                    Workspaces.TreeCopy.Remove(unpacked);
                }
            }

            return null;
        }
        finally
        {
            Workspaces.TreeCopy.Remove(work);
        }
    }

    private async Task<string?> TwiceAsync(Func<Task<string?>> ask, CancellationToken cancellationToken)
    {
        if (await ask() is { } answer)
        {
            return answer;
        }

        await apt.UpdateAsync(cancellationToken);
        return await ask();
    }

    // A package's name at the line's beginning, then "  Depends: name" or " |Depends: name" each; <name> is no package.
    private static Dictionary<string, List<string>> Parse(string? answer)
    {
        var dependencies = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> current = [];
        foreach (var line in (answer ?? "").Split('\n').Where(line => line.Length > 0))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                dependencies[line] = current = [];
            }
            else if (line.TrimStart(' ', '|') is var text && (text.StartsWith("Depends: ", StringComparison.Ordinal) || text.StartsWith("PreDepends: ", StringComparison.Ordinal)))
            {
                current.Add(text[(text.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            }
        }

        return dependencies;
    }

    // name_version_architecture.deb; what fits every architecture is of architecture "all". apt's order is not the one asked for.
    private static bool IsOf(string file, string package)
    {
        var (name, architecture) = package.Split(':') is [var plain, var other] ? (plain, other) : (package, "amd64");
        return file.Split('_') is [var itsName, _, var itsArchitecture] && itsName == name && (itsArchitecture == $"{architecture}.deb" || itsArchitecture == "all.deb");
    }

    private static bool IsLibrary(string package) => package.StartsWith("lib", StringComparison.Ordinal) || package.StartsWith("zlib", StringComparison.Ordinal);

    private PipelineException Unavailable(string problem) =>
        new(ExitCode.MissingTool, step, problem, "see that this machine's apt has a Debian mirror (amd64 and i386) that can be reached, then run the same command again", logPath: Path.Combine(folder, "apt", "apt.log"));
}
