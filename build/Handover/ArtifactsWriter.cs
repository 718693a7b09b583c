using Dom0Iptables.Failures;
using Dom0Iptables.HtmlReport;
using Dom0Iptables.Journal;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Release;
using Dom0Iptables.Signing;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Hands over what was put together and rehearsed, in one folder, which is there whole or as it was before.</summary>
public static class ArtifactsWriter
{
    /// <summary>Writes the artifacts folder.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="journal">What the steps took.</param>
    /// <param name="xenReport">What the rehearsal of these packages on a real Xen showed; null where there was none.</param>
    /// <param name="signer">Signs it, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">It cannot be signed (<see cref="ExitCode.Signing"/>).</exception>
    public static async Task WriteAsync(ReleaseInputs inputs, StepJournal journal, string? xenReport, ArtifactSigner? signer, CancellationToken cancellationToken)
    {
        var partial = inputs.Artifacts + ".partial";
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(partial);
        foreach (var file in Directory.EnumerateFiles(inputs.Workspace.Assembled))
        {
            HandoverFile.CopyInto(partial, file);
        }

        if (signer is not null)
        {
            await signer.SignPackagesAsync(partial, cancellationToken);

            // The manifest names the packages as the source gives them; these two go with the files that are handed over.
            var manifest = HandoverFile.ReadJson<Manifest>(Path.Combine(partial, HandoverFile.Manifest));
            var signed = manifest with { Artifacts = [.. manifest.Artifacts.Select(artifact => ManifestFile.Of(Path.Combine(partial, artifact.File)))] };
            await Assembly.WriteStatementsAsync(inputs, signed, partial, cancellationToken);
            HandoverFile.WriteSums(partial);
            await signer.SignSumsAsync(partial, cancellationToken);
        }

        // In which order the jobs of make end, and so its lines, is no two times the same.
        HandoverFile.CopyInto(partial, inputs.Workspace.Logs.ErrorLog);
        var logs = Directory.CreateDirectory(Path.Combine(partial, "logs")).FullName;
        var ofOthers = xenReport is null ? inputs.Workspace.Logs.OfParts(XenRehearsal.Step) : [];
        foreach (var log in Directory.EnumerateFiles(inputs.Workspace.Logs.Folder, "*.log").Except(ofOthers.Append(inputs.Workspace.Logs.ErrorLog)))
        {
            HandoverFile.CopyInto(logs, log);
        }

        // What was seen differs from run to run, as the number of restarts in a second.
        File.Copy(RehearsalRun.ReportIn(inputs.Workspace.Rehearsal), Path.Combine(partial, HandoverFile.Rehearsal));
        if (xenReport is not null)
        {
            File.Copy(xenReport, Path.Combine(partial, HandoverFile.XenRehearsal));
        }

        var run = RunRecord.Of(inputs, journal);
        HandoverFile.WriteJson(Path.Combine(partial, RunRecord.FileName), run);
        await ReportWriter.WriteAsync(inputs, run, partial, cancellationToken);
        TreeCopy.MoveIn(partial, inputs.Artifacts);
    }
}
