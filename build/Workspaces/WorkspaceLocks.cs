using Dom0Iptables.Failures;

namespace Dom0Iptables.Workspaces;

/// <summary>Keeps a second run out of the workspaces of this one. The kernel lets go of a lock when its holder dies, however it dies.</summary>
public sealed class WorkspaceLocks : IDisposable
{
    // What .NET's HResult is on Linux where flock says that somebody else holds the lock (EWOULDBLOCK).
    private const int WouldBlock = 11;

    private readonly Dictionary<string, FileStream> held = [];

    /// <summary>Takes a workspace, made where it is not there. Taking what is held already does nothing.</summary>
    /// <exception cref="PipelineException">Another run has it (<see cref="ExitCode.Busy"/>), or it cannot be written to (<see cref="ExitCode.Storage"/>).</exception>
    public void Take(Workspace workspace)
    {
        if (held.ContainsKey(workspace.Folder))
        {
            return;
        }

        try
        {
            Hold(workspace);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new PipelineException(
                ExitCode.Storage,
                "Start",
                $"the workspace {workspace.Folder} cannot be written to: {exception.Message}",
                "run as the user who made it, or remove it as that user by ./build.sh --target=Clean",
                innerException: exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in held.Values)
        {
            file.Dispose();
        }
    }

    private void Hold(Workspace workspace)
    {
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
}
