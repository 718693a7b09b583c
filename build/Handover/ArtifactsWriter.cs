using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Journal;
using Dom0Iptables.Packaging;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Release;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Gathers the artifacts of a build into one folder, which is there whole or as it was before.</summary>
/// <param name="inputs">What was built.</param>
/// <param name="journal">What the steps took.</param>
public sealed class ArtifactsWriter(ReleaseInputs inputs, StepJournal journal)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the artifacts folder.</summary>
    /// <param name="tools">The versions of the programs that made the artifacts.</param>
    public void Write(ImmutableSortedDictionary<string, string> tools)
    {
        var partial = inputs.Artifacts + ".partial";
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(partial);

        var files = ArtifactFiles().Select(file => CopyInto(partial, file)).Order(StringComparer.Ordinal).ToImmutableArray();
        CopyInto(partial, inputs.Workspace.Logs.ErrorLog);
        var logs = Directory.CreateDirectory(Path.Combine(partial, "logs")).FullName;
        foreach (var log in Directory.EnumerateFiles(inputs.Workspace.Logs.Folder, "*.log").Where(log => log != inputs.Workspace.Logs.ErrorLog))
        {
            CopyInto(logs, log);
        }

        var manifest = Path.Combine(partial, "manifest.json");
        WriteJson(manifest, ManifestOf(files, tools));
        // What was seen differs from run to run, as the number of restarts in a second.
        File.Copy(RehearsalRun.ReportIn(inputs.Workspace.Rehearsal), Path.Combine(partial, "rehearsal.json"));
        WriteJson(Path.Combine(partial, "run.json"), RunRecord.Of(inputs, journal));
        File.WriteAllLines(
            Path.Combine(partial, "SHA256SUMS"),
            files.Append(manifest).Select(ManifestFile.Of).Select(file => $"{file.Sha256}  {file.File}"));
        TreeCopy.MoveIn(partial, inputs.Artifacts);
    }

    private IEnumerable<string> ArtifactFiles() =>
    [
        .. RpmBuild.PackagesOf(inputs.Workspace.RpmTop),
        .. RpmBuild.PackagesOf(inputs.Workspace.SrpmTop),
        .. Directory.EnumerateFiles(inputs.Workspace.TreeArchives),
    ];

    private static string CopyInto(string folder, string file)
    {
        var copy = Path.Combine(folder, Path.GetFileName(file));
        File.Copy(file, copy);
        return copy;
    }

    private Manifest ManifestOf(ImmutableArray<string> files, ImmutableSortedDictionary<string, string> tools)
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
            [.. inputs.ConfigureArguments.Select(argument => argument.Replace(inputs.Workspace.Folder, "(the workspace)", StringComparison.Ordinal))],
            inputs.Environment.PortableVariables,
            tools,
            CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog).WarningsByKind.ToImmutableSortedDictionary(pair => pair.Kind, pair => pair.Count, StringComparer.Ordinal),
            GateReport.Read(GateRun.ReportIn(inputs.Workspace.Gates)).Verdicts,
            [.. files.Select(ManifestFile.Of)]);
    }

    private static void WriteJson<T>(string path, T value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");
}
