using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Release;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Puts together what the same inputs always give, bit by bit: packages, archive, error.log, manifest, checksums.</summary>
public static class Assembly
{
    /// <summary>Writes it; there whole or not at all.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="tools">The versions of the programs that made it.</param>
    public static void Write(ReleaseInputs inputs, ImmutableSortedDictionary<string, string> tools)
    {
        var partial = inputs.Workspace.Assembled + ".partial";
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(partial);

        var files = ArtifactFiles(inputs).Select(file => HandoverFile.CopyInto(partial, file)).Order(StringComparer.Ordinal).ToImmutableArray();
        HandoverFile.CopyInto(partial, inputs.Workspace.Logs.ErrorLog);
        HandoverFile.WriteJson(Path.Combine(partial, HandoverFile.Manifest), ManifestOf(inputs, files, tools));
        HandoverFile.WriteSums(partial);
        TreeCopy.MoveIn(partial, inputs.Workspace.Assembled);
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
            inputs.Sandbox.Name,
            inputs.Sandbox.Environment.Variables,
            tools,
            CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog).WarningsByKind.ToImmutableSortedDictionary(pair => pair.Kind, pair => pair.Count, StringComparer.Ordinal),
            GateReport.Read(GateRun.ReportIn(inputs.Workspace.Gates)).Verdicts,
            [.. files.Select(ManifestFile.Of)]);
    }
}
