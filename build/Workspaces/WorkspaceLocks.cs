using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Workspaces;

/// <summary>Keeps a second run out of the workspaces of this one. The kernel lets go of a lock when its holder dies, however it dies.</summary>
/// <param name="wait">Whether to wait for the other run, instead of being refused.</param>
/// <param name="reporter">Told whom it waits for.</param>
/// <param name="cancellationToken">Stops the waiting.</param>
public sealed class WorkspaceLocks(bool wait, IReporter reporter, CancellationToken cancellationToken) : IDisposable
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
            var isSaid = false;
            while (!TryHold(workspace, out var owner))
            {
                if (!wait)
                {
                    throw new PipelineException(
                        ExitCode.Busy,
                        "Start",
                        $"{owner} works in {workspace.Folder}",
                        "wait until it has ended (--wait does), or end it");
                }

                if (!isSaid)
                {
                    reporter.Line($"{owner} works in {workspace.Folder}; waiting for its end");
                    isSaid = true;
                }

                cancellationToken.WaitHandle.WaitOne(200);
                cancellationToken.ThrowIfCancellationRequested();
            }
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

    private bool TryHold(Workspace workspace, out string owner)
    {
        Directory.CreateDirectory(workspace.Folder);
        var path = Path.Combine(workspace.Folder, "lock");
        var ownerPath = path + ".owner";
        try
        {
            held.Add(workspace.Folder, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            owner = File.Exists(ownerPath) ? File.ReadAllText(ownerPath).Trim() : "another process";
            return false;
        }

        owner = $"process {Environment.ProcessId}";
        File.WriteAllText(ownerPath, owner);
        return true;
    }
}
