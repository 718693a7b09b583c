using System.Collections.Immutable;
using Dom0Iptables.Handover;
using Dom0Iptables.Packaging;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;

namespace Dom0Iptables.Provenance;

/// <summary>What the manifest does not say, and its bill of materials and provenance must. Nothing of clock or place is in it either.</summary>
/// <param name="Mirrors">Where the recipe's archive can be had.</param>
/// <param name="DebianSource">Debian's source package that holds the release, or null where the recipe names none.</param>
/// <param name="CFlags">The operator's CFLAGS, empty where he left them out, or null where the platform's stand.</param>
/// <param name="CxxFlags">The same of CXXFLAGS.</param>
/// <param name="Stamp">The suffix of the built tree's archive.</param>
/// <param name="Packages">The packages among the artifacts.</param>
/// <param name="Materials">The manifest's patches and spec.</param>
/// <param name="Dom0Materials">The spec and files of what dom0 receives beside the release; empty where that is nothing.</param>
public sealed record BuildFacts(
    ImmutableArray<Uri> Mirrors,
    string? DebianSource,
    string? CFlags,
    string? CxxFlags,
    string Stamp,
    ImmutableArray<PackageFacts> Packages,
    ImmutableArray<MaterialFile> Materials,
    ImmutableArray<MaterialFile> Dom0Materials)
{
    /// <summary>Gathers them, once the packages of the build are there.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Failures.PipelineException">rpm cannot read one of the packages.</exception>
    public static async Task<BuildFacts> GatherAsync(ReleaseInputs inputs, CancellationToken cancellationToken)
    {
        var packages = RpmBuild.PackagesOf(inputs.Workspace.RpmTop).Concat(RpmBuild.PackagesOf(inputs.Workspace.SrpmTop));
        var read = await Task.WhenAll(packages.Select(package => RpmPackage.ReadAsync("Assemble", package, inputs.Environment, cancellationToken)));
        return new BuildFacts(
            inputs.Recipe.Source.Mirrors,
            inputs.Recipe.Source.DebianSource?.Package,
            inputs.CFlags,
            inputs.CxxFlags,
            inputs.Stamp,
            [.. read.Select(PackageFacts.Of)],
            [.. inputs.Patches.Files.Append(inputs.Recipe.SpecPath).Select(file => MaterialFile.Of(file))],
            inputs.Recipe.Dom0 is { } dom0 ? Dom0Of(dom0) : []);
    }

    /// <summary>The facts of one of the packages.</summary>
    /// <exception cref="ArgumentException">There are none of it.</exception>
    internal PackageFacts Package(ManifestFile artifact) =>
        Packages.FirstOrDefault(package => package.File == artifact.File)
        ?? throw new ArgumentException($"no facts of the package {artifact.File}", nameof(artifact));

    /// <summary>One of the manifest's files, with both its checksums.</summary>
    /// <exception cref="ArgumentException">There is none of those bytes.</exception>
    internal MaterialFile Material(ManifestFile file) =>
        Materials.FirstOrDefault(material => material.Name == file.File && material.Sha256 == file.Sha256)
        ?? throw new ArgumentException($"no facts of the file {file.File} of SHA-256 {file.Sha256}", nameof(file));

    private static ImmutableArray<MaterialFile> Dom0Of(Dom0Recipe dom0)
    {
        var top = Path.GetFileName(dom0.FilesFolder);
        return
        [
            MaterialFile.Of(dom0.SpecPath),
            .. Directory.EnumerateFiles(dom0.FilesFolder, "*", SearchOption.AllDirectories)
                .Select(file => (Path: file, Name: $"{top}/{Path.GetRelativePath(dom0.FilesFolder, file)}"))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => MaterialFile.Of(file.Path, file.Name)),
        ];
    }
}
