using Dom0Iptables.Failures;

namespace Dom0Iptables.Workspaces;

/// <summary>Keeps a second run out of the workspaces of this one. The kernel lets go of a lock when its holder dies, however it dies.</summary>
public sealed class WorkspaceLocks : IDisposable
{
    // What .NET's HResult is on Linux where flock says that somebody else holds the lock (EWOULDBLOCK).
    private const int WouldBlock = 11;

    private readonly Dictionary<string, FileStream> held = [];

    /// <summary>Takes a workspace, made where it is not there. Taking what is held already does nothing.</summary>
    /// <exception cref="PipelineException">Another run has it (<see cref="ExitCode.Busy"/>).</exception>
    public void Take(Workspace workspace)
    {
        if (held.ContainsKey(workspace.Folder))
        {
            return;
        }

        Directory.CreateDirectory(workspace.Folder);
        var path = Path.Combine(workspace.Folder, "lock");
        var owner = path + ".owner";
        try
        {
            held.Add(workspace.Folder, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            var who = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "another process";
            throw new PipelineException(
                ExitCode.Busy,
                "Start",
                $"{who} works in {workspace.Folder}",
                "wait until it has ended, or end it",
                innerException: exception);
        }

        File.WriteAllText(owner, $"process {Environment.ProcessId}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in held.Values)
        {
            file.Dispose();
        }
    }
}
