using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Handover;

/// <summary>Keeps what a failed run leaves for the eyes of whoever mends it.</summary>
public static class Evidence
{
    /// <summary>Copies the logs and the failure's own words to the artifacts' folder, beside the artifacts of the last good run.</summary>
    /// <param name="workspace">The workspace of the failed run.</param>
    /// <param name="folder">Where the evidence goes; what was there is replaced.</param>
    /// <param name="failure">What the run ended with.</param>
    /// <returns>The folder.</returns>
    public static string Keep(Workspace workspace, string folder, Exception failure)
    {
        TreeCopy.Remove(folder);
        Directory.CreateDirectory(folder);
        if (Directory.Exists(workspace.Logs))
        {
            foreach (var log in Directory.EnumerateFiles(workspace.Logs, "*.log"))
            {
                File.Copy(log, Path.Combine(folder, Path.GetFileName(log)));
            }
        }

        File.WriteAllText(Path.Combine(folder, "failure.txt"), failure.Message + Environment.NewLine);
        return folder;
    }

    /// <summary>Removes the evidence of an earlier failure, once a run has succeeded.</summary>
    public static void Clear(string folder) => TreeCopy.Remove(folder);
}
