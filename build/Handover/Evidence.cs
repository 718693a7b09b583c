using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Reproducing;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Keeps what a failed run leaves for the eyes of whoever mends it.</summary>
public static class Evidence
{
    /// <summary>Copies the logs, the failure's own words and the packages that a gate or a rehearsal refused to the artifacts' folder, beside the artifacts of the last good run.</summary>
    /// <param name="workspace">The workspace of the failed run.</param>
    /// <param name="folder">Where the evidence goes; what was there is replaced.</param>
    /// <param name="failure">What the run ended with.</param>
    /// <returns>A sentence that says where it is kept, or why it could not be: on a full disk the failure itself must still be told.</returns>
    public static string Keep(Workspace workspace, string folder, Exception failure)
    {
        try
        {
            TreeCopy.Remove(folder);
            Directory.CreateDirectory(folder);
            if (Directory.Exists(workspace.Logs.Folder))
            {
                foreach (var log in Directory.EnumerateFiles(workspace.Logs.Folder, "*.log"))
                {
                    File.Copy(log, Path.Combine(folder, Path.GetFileName(log)));
                }
            }

            if (failure is PipelineException { Code: ExitCode.Gate })
            {
                KeepRefused(workspace, folder, GateRun.ReportIn(workspace.Gates), "gates.json");
            }
            else if (failure is PipelineException { Code: ExitCode.Rehearsal, Step: XenRehearsal.Step })
            {
                KeepRefused(workspace, folder, XenRehearsal.ReportIn(workspace.XenRehearsal), HandoverFile.XenRehearsal);
            }
            else if (failure is PipelineException { Code: ExitCode.Rehearsal })
            {
                KeepRefused(workspace, folder, RehearsalRun.ReportIn(workspace.Rehearsal), HandoverFile.Rehearsal);
            }
            else if (failure is PipelineException { Code: ExitCode.Reproduction })
            {
                KeepReproduction(workspace, folder);
            }

            File.WriteAllText(Path.Combine(folder, "failure.txt"), (failure is PipelineException ? failure.Message : failure.ToString()) + Environment.NewLine);
            return $"The logs of this failure are kept in {folder}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The logs of this failure are in {workspace.Logs.Folder}; they cannot be copied to {folder}: {exception.Message}";
        }
    }

    private static void KeepRefused(Workspace workspace, string folder, string report, string name)
    {
        var refused = Directory.CreateDirectory(Path.Combine(folder, "refused")).FullName;
        foreach (var package in RpmBuild.PackagesOf(workspace.RpmTop).Concat(RpmBuild.PackagesOf(workspace.SrpmTop)))
        {
            File.Copy(package, Path.Combine(refused, Path.GetFileName(package)));
        }

        if (File.Exists(report))
        {
            File.Copy(report, Path.Combine(folder, name));
        }
    }

    private static void KeepReproduction(Workspace workspace, string folder)
    {
        var differences = Path.Combine(workspace.Reproduction, ReproductionReport.DifferencesFolder);
        var files = new[] { Path.Combine(workspace.Reproduction, ReproductionReport.FileName) }.Where(File.Exists);
        foreach (var file in Directory.Exists(differences) ? files.Concat(Directory.EnumerateFiles(differences)) : files)
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>Removes the evidence of an earlier failure, once a run has succeeded.</summary>
    public static void Clear(string folder) => TreeCopy.Remove(folder);
}
