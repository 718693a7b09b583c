using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>
/// The user's cache of archives. Below "archives" is what is whole and verified; below "partial" is what may become so.
/// </summary>
internal sealed class SourceCache(string folder)
{
    // The kernel's word for "somebody else holds the lock" (EAGAIN), which .NET hands on as it is.
    private const int LockedByAnother = 11;

    private readonly string folder = Path.GetFullPath(folder);

    /// <summary>Where the archive of a checksum belongs.</summary>
    public string EntryFor(string key, string fileName) => Path.Combine(folder, "archives", key, fileName);

    /// <summary>Where what may become that archive grows.</summary>
    public string PartFor(string key, string name) => Path.Combine(folder, "partial", key, name);

    /// <summary>Keeps a second run from the same archive until the first has it.</summary>
    /// <returns>The lock; the kernel frees it, too, should the run be killed.</returns>
    public async Task<IDisposable> LockAsync(string key, IReporter reporter, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "locks", key);
        var said = false;
        while (true)
        {
            var held = Storage.Write(path, () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                try
                {
                    return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
                }
                catch (IOException exception) when (exception.HResult == LockedByAnother)
                {
                    return null;
                }
            });
            if (held is not null)
            {
                return held;
            }

            if (!said)
            {
                reporter.Line("another run is fetching this archive; waiting for it");
                said = true;
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Copies a file into a part. What is verified afterwards is the copy, which nobody else writes to.</summary>
    /// <exception cref="PlaceFailure">The file cannot be read, or is larger than the limit.</exception>
    public static async Task CopyAsync(string from, string part, long limit, CancellationToken cancellationToken)
    {
        FileStream source;
        try
        {
            source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PlaceFailure($"cannot be read: {exception.Message}", exception);
        }

        await using (source)
        {
            using var target = PartFile.Open(part);
            target.Restart(null, null);
            var buffer = new byte[1 << 17];
            int count;
            while ((count = await ReadAsync(source, buffer, cancellationToken)) > 0)
            {
                if (target.Length + count > limit)
                {
                    throw new PlaceFailure($"has more than the {ByteText.Of(limit)} that are taken at most");
                }

                await target.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
    }

    /// <summary>Moves a verified part to its place, whole or not at all.</summary>
    public static void Admit(string part, string entry) => Storage.Write(entry, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
        using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1))
        {
            // The name must not reach the disk before the bytes do.
            file.Flush(flushToDisk: true);
        }

        File.Move(part, entry, overwrite: true);
    });

    /// <summary>Removes a file that turned out to be wrong.</summary>
    public static void Remove(string path) => Storage.Write(path, () =>
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    });

    /// <summary>Removes what other places had begun to bring of an archive that is here now.</summary>
    public void RemoveParts(string key)
    {
        var parts = Path.Combine(folder, "partial", key);
        if (Directory.Exists(parts))
        {
            Storage.Write(parts, () => Directory.Delete(parts, recursive: true));
        }
    }

    private static async ValueTask<int> ReadAsync(FileStream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new PlaceFailure($"cannot be read: {exception.Message}", exception);
        }
    }
}
