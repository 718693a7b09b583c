using System.Collections.Immutable;
using Dom0Iptables.Archives;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Packaging;
using Dom0Iptables.Recipes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>Lays what is in somebody's source packages into a clone of the project, in the place of the project's own.</summary>
/// <param name="project">The project.</param>
/// <param name="clone">The clone.</param>
/// <param name="scratch">A folder to unpack in.</param>
/// <param name="environment">The environment of rpm and cpio.</param>
public sealed class GivenSource(ProjectLayout project, ProjectClone clone, string scratch, BuildEnvironment environment)
{
    private const string Step = Verification.Step;

    // Somebody's archive of init scripts may be anything; ours takes 200 KB.
    private static readonly UnpackLimits Limits = new(50_000_000, 2_000);

    /// <summary>Lays out a source package of the release: its archive, patches and spec.</summary>
    /// <param name="package">The package.</param>
    /// <param name="recipe">The recipe it is of.</param>
    /// <param name="order">The flags that its spec begins with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The archive's path, and what of the package is not the project's own, a phrase each.</returns>
    /// <exception cref="PipelineException">It lacks a part, or holds what no such package does (<see cref="ExitCode.Reproduction"/>).</exception>
    public async Task<(string Archive, ImmutableArray<string> Foreign)> LayReleaseAsync(RpmPackage package, Recipe recipe, RebuildOrder order, CancellationToken cancellationToken)
    {
        var folder = await UnpackAsync(package, cancellationToken);
        var archive = Part(package, folder, recipe.Source.FileName);
        var spec = Part(package, folder, Path.GetFileName(recipe.SpecPath));

        var foreign = ImmutableArray.CreateBuilder<string>();
        var own = RpmSpec.CopyTo(recipe, Path.Combine(scratch, "own-spec"), order.CFlags, order.CxxFlags);
        if (Fingerprint.OfFile(own) != Fingerprint.OfFile(spec))
        {
            foreign.Add("its spec");

            // The lines that define the flags are put before it anew.
            var flags = File.ReadAllText(own)[..^File.ReadAllText(recipe.SpecPath).Length];
            var text = File.ReadAllText(spec);
            File.WriteAllText(InClone(recipe.SpecPath), text.StartsWith(flags, StringComparison.Ordinal) ? text[flags.Length..] : text);
        }

        var patches = Directory.EnumerateFiles(folder).Where(file => file != archive && file != spec).ToList();
        var ownPatches = recipe.PatchesFolder is null ? [] : Directory.EnumerateFiles(recipe.PatchesFolder).ToDictionary(file => Path.GetFileName(file)!, Fingerprint.OfFile, StringComparer.Ordinal);
        foreign.AddRange(patches.Where(patch => ownPatches.GetValueOrDefault(Path.GetFileName(patch)) != Fingerprint.OfFile(patch)).Select(patch => Path.GetFileName(patch)!));
        foreign.AddRange(ownPatches.Keys.Except(patches.Select(patch => Path.GetFileName(patch)!), StringComparer.Ordinal).Select(name => $"the lack of {name}"));
        if (recipe.PatchesFolder is null && patches.Count > 0)
        {
            throw Wrong(package, $"holds {Path.GetFileName(patches[0])}, and recipe {recipe.Id} has no patches");
        }

        if (recipe.PatchesFolder is not null)
        {
            var place = InClone(recipe.PatchesFolder);
            TreeCopy.Remove(place);
            Directory.CreateDirectory(place);
            patches.ForEach(patch => File.Copy(patch, Path.Combine(place, Path.GetFileName(patch))));
        }

        return (archive, foreign.ToImmutable());
    }

    /// <summary>Lays out a source package of what dom0 receives beside the release.</summary>
    /// <param name="package">The package.</param>
    /// <param name="dom0">The recipe's part on it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What of the package is not the project's own, a phrase each.</returns>
    /// <exception cref="PipelineException">It lacks a part (<see cref="ExitCode.Reproduction"/>), or its archive is refused (<see cref="ExitCode.ArchiveRefused"/>).</exception>
    public async Task<ImmutableArray<string>> LayDom0Async(RpmPackage package, Dom0Recipe dom0, CancellationToken cancellationToken)
    {
        var folder = await UnpackAsync(package, cancellationToken);
        var spec = Part(package, folder, Path.GetFileName(dom0.SpecPath));
        var archive = Part(package, folder, $"{package.Name}-{package.Text("Version")}.tar.bz2");
        var tree = Path.Combine(scratch, "dom0");
        var top = await Task.Run(() => new SourceUnpacker(giveToRoot: false).Unpack(archive, tree, Limits, cancellationToken).TopFolder, cancellationToken);
        var files = Path.Combine(tree, top);

        var isOwn = Fingerprint.OfFile(spec) == Fingerprint.OfFile(dom0.SpecPath);
        var foreign = TreeDifferences.FilesOf(files, dom0.FilesFolder).Select(file => $"{Path.GetFileName(dom0.FilesFolder)}/{file}").ToImmutableArray();
        File.Copy(spec, InClone(dom0.SpecPath), overwrite: true);
        await TreeCopy.ReplaceAsync(Step, files, InClone(dom0.FilesFolder), cancellationToken);
        return isOwn ? foreign : [Path.GetFileName(dom0.SpecPath)!, .. foreign];
    }

    private string InClone(string path) => Path.Combine(clone.Folder, Path.GetRelativePath(project.Top, path));

    private async Task<string> UnpackAsync(RpmPackage package, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(scratch, package.Name);
        TreeCopy.Remove(folder);
        Directory.CreateDirectory(folder);
        await RpmPayload.UnpackAsync(Step, package.Path, folder, environment, cancellationToken);

        // Plain files, as rpmbuild puts them there. What a link leads to is not the package's.
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is not FileInfo || entry.LinkTarget is not null || !File.Exists(entry.FullName) || !PlainName.IsPlain(entry.Name))
            {
                throw Wrong(package, $"holds '{entry.Name}', and a source package holds plain files");
            }
        }

        return folder;
    }

    private static string Part(RpmPackage package, string folder, string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? path : throw Wrong(package, $"has no {name}");

    private static PipelineException Wrong(RpmPackage package, string problem) =>
        new(ExitCode.Reproduction, Step, $"{package.FileName} {problem}", "ask for the source package again; rpm -qpl shows what it holds");
}
