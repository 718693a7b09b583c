namespace Dom0Iptables.Workspaces;

/// <summary>Cancels what writes to a disk before that is full to the last byte: logs and evidence have to find room too.</summary>
public sealed class RoomWatch : IDisposable
{
    // One page of each file that is open is what the emptiest disk still takes; a log's end needs a little more.
    private const long Reserve = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string folder;
    private readonly CancellationTokenSource source;
    private readonly Timer timer;

    /// <summary>Watches from now on.</summary>
    /// <param name="folder">A folder of the disk.</param>
    /// <param name="cancellationToken">Cancels too.</param>
    public RoomWatch(string folder, CancellationToken cancellationToken)
    {
        this.folder = folder;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Cancelled when the room runs out.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What is wrong, in one sentence, once the room has run out; else null.</summary>
    public string? Fault { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (var ended = new ManualResetEvent(false))
        {
            // A look that is under way still uses the source.
            if (timer.Dispose(ended))
            {
                ended.WaitOne();
            }
        }

        source.Dispose();
    }

    private void Look()
    {
        if (Free() is { } free && free < Reserve && Fault is null)
        {
            Fault = $"the disk that holds {folder} is full ({free} bytes are free)";
            source.Cancel();
        }
    }

    // A timer's exception ends the whole process. A folder that is not there, or not yet, is told by whoever writes into it.
    private long? Free()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
