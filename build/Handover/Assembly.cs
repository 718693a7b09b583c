using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Provenance;
using Dom0Iptables.Release;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Puts together what the same inputs always give, bit by bit: packages, archive, manifest, bill of materials, provenance, checksums.</summary>
public static class Assembly
{
    /// <summary>Writes it; there whole or not at all.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="tools">The versions of the programs that made it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(ReleaseInputs inputs, ImmutableSortedDictionary<string, string> tools, CancellationToken cancellationToken)
    {
        var partial = inputs.Workspace.Assembled + ".partial";
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(partial);

        var files = ArtifactFiles(inputs).Select(file => HandoverFile.CopyInto(partial, file)).Order(StringComparer.Ordinal).ToImmutableArray();
        var manifest = ManifestOf(inputs, files, tools);
        HandoverFile.WriteJson(Path.Combine(partial, HandoverFile.Manifest), manifest);
        await WriteStatementsAsync(inputs, manifest, partial, cancellationToken);
        HandoverFile.WriteSums(partial);
        TreeCopy.MoveIn(partial, inputs.Workspace.Assembled);
    }

    /// <summary>Writes the bill of materials and the provenance of the artifacts that a manifest names.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="folder">Where they are written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteStatementsAsync(ReleaseInputs inputs, Manifest manifest, string folder, CancellationToken cancellationToken)
    {
        var facts = await BuildFacts.GatherAsync(inputs, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, SpdxDocument.FileName), SpdxDocument.Of(manifest, facts), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, SlsaStatement.FileName), SlsaStatement.Of(manifest, facts), cancellationToken);
    }

    private static IEnumerable<string> ArtifactFiles(ReleaseInputs inputs) =>
    [
        .. RpmBuild.PackagesOf(inputs.Workspace.RpmTop),
        .. RpmBuild.PackagesOf(inputs.Workspace.SrpmTop),
        .. Directory.EnumerateFiles(inputs.Workspace.TreeArchives),
    ];

    private static Manifest ManifestOf(ReleaseInputs inputs, ImmutableArray<string> files, ImmutableSortedDictionary<string, string> tools)
    {
        var source = inputs.Source;
        return new Manifest(
            1,
            inputs.RequestedRecipe,
            inputs.Recipe.Id,
            inputs.Recipe.Name,
            inputs.Recipe.Version,
            inputs.Platform.Id,
            inputs.Epoch.ToUnixTimeSeconds(),
            new ManifestSource(inputs.Recipe.Source.FileName, source.Size, source.Sha256, source.Sha1, source.Md5, source.Proof.Statements, source.Proof.IsRecipes),
            [.. inputs.Patches.Files.Select(ManifestFile.Of)],
            ManifestFile.Of(inputs.Recipe.SpecPath),
            inputs.ConfigureArguments,
            inputs.Walls,
            inputs.Sandbox.Environment.Variables,
            tools,
            CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog).WarningsByKind.ToImmutableSortedDictionary(pair => pair.Kind, pair => pair.Count, StringComparer.Ordinal),
            GateReport.Read(GateRun.ReportIn(inputs.Workspace.Gates)).Verdicts,
            [.. files.Select(ManifestFile.Of)]);
    }
}
