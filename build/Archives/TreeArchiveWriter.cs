using System.Text;
using Dom0Iptables.Failures;
using ICSharpCode.SharpZipLib.Tar;
using ZipTarEntry = ICSharpCode.SharpZipLib.Tar.TarEntry;

namespace Dom0Iptables.Archives;

/// <summary>
/// Writes a tree as a .tar.bz2 in GNU's format, such that the same tree gives the same bytes whoever writes it: all root:root,
/// sorted by name, folders included, modes 0755 for folders and for what anyone may execute and 0644 for the rest, links as links,
/// a file of several names as several files, times to the second.
/// </summary>
public static class TreeArchiveWriter
{
    private const string Step = "Archive";
    private const int LongestName = 100;

    // Each takes 10 MB, and the archive is one of three steps that are done at once.
    private const int MostWorkers = 4;

    // SharpZipLib counts the seconds of a header's time in 32 bits.
    private const long NewestOfSharpZipLib = int.MaxValue;

    /// <summary>Writes the archive beside its place and moves it in when it is whole.</summary>
    /// <param name="folder">The folder whose content is archived.</param>
    /// <param name="topFolder">The name that the folder has in the archive ("iptables-1.4.8").</param>
    /// <param name="archivePath">The archive; what was there is replaced, and its folder is made.</param>
    /// <param name="newest">Later times are set to this one, as SOURCE_DATE_EPOCH asks; earlier than 1970 there are none.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left then.</param>
    /// <param name="leaveOut">Whether to leave out a path, relative to the folder and with slashes, and all below it.</param>
    /// <param name="workers">How many threads compress; as many as the machine has processors, up to four, where it is not told. It changes no byte.</param>
    /// <exception cref="PipelineException">
    /// <see cref="ExitCode.StepOrder"/>: the folder is not there; <see cref="ExitCode.ArchiveRefused"/>: the tree holds a socket,
    /// FIFO or device, or a name that is not UTF-8; <see cref="ExitCode.Storage"/>: the disk is full, or refuses;
    /// <see cref="ExitCode.MissingTool"/>: there is no libbz2.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Write(
        string folder,
        string topFolder,
        string archivePath,
        DateTimeOffset newest,
        CancellationToken cancellationToken,
        Func<string, bool>? leaveOut = null,
        int? workers = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new PipelineException(ExitCode.StepOrder, Step, $"there is no tree '{folder}' to archive", "run ./build.sh --target=Build first");
        }

        archivePath = Path.GetFullPath(archivePath);
        var partial = archivePath + ".partial";
        try
        {
            var entries = TreeListing.Of(folder, leaveOut);
            Directory.CreateDirectory(Path.GetDirectoryName(archivePath)!);
            using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                using var compressed = new ParallelBzip2Writer(file, workers ?? Math.Min(Environment.ProcessorCount, MostWorkers));
                var tar = new TarOutputStream(compressed, new UTF8Encoding(false)) { IsStreamOwner = false };
                var buffer = new byte[1 << 16];
                foreach (var entry in entries)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Write(tar, folder, topFolder, entry, Math.Clamp(newest.ToUnixTimeSeconds(), 0, NewestOfSharpZipLib), buffer);
                }

                // Not by "using": disposed of in the middle of an entry it throws, and would hide what went wrong.
                tar.Dispose();
                compressed.Complete();
            }

            File.Move(partial, archivePath, overwrite: true);
        }
        catch (RefusedArchiveException exception)
        {
            throw new PipelineException(ExitCode.ArchiveRefused, Step, $"the tree '{folder}' cannot be archived: {exception.Message}", "remove it from the tree, and see which command put it there", innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(ExitCode.Storage, Step, $"the archive '{archivePath}' could not be written: {exception.Message}", "make room there, or see that the place can be written to, and run again", innerException: exception);
        }
        finally
        {
            TreeRemoval.TryRemove(partial);
        }
    }

    private static void Write(TarOutputStream tar, string folder, string topFolder, TreeEntry entry, long newest, byte[] buffer)
    {
        var name = entry.Path.Length == 0 ? topFolder : $"{topFolder}/{entry.Path}";
        var header = new TarHeader
        {
            Mode = entry.LinkTarget is not null ? 0x1ff : entry.Status.IsFolder || entry.Status.IsExecutable ? 0x1ed : 0x1a4,
            ModTime = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(entry.Status.Time, 0, newest)).UtcDateTime,
            Size = entry.Status.IsFile ? entry.Status.Size : 0,
            TypeFlag = entry.LinkTarget is not null ? TarHeader.LF_SYMLINK : entry.Status.IsFolder ? TarHeader.LF_DIR : TarHeader.LF_NORMAL,
        };
        SetOwnerAndFormat(header);
        header.LinkName = Shorten(tar, entry.LinkTarget ?? "", TarHeader.LF_GNU_LONGLINK);
        header.Name = Shorten(tar, entry.Status.IsFolder ? name + "/" : name, TarHeader.LF_GNU_LONGNAME);
        tar.PutNextEntry(new ZipTarEntry(header));
        if (entry.Status.IsFile)
        {
            CopyFile(Path.Combine(folder, entry.Path), entry.Status.Size, tar, buffer);
        }

        tar.CloseEntry();
    }

    private static void CopyFile(string path, long size, TarOutputStream tar, byte[] buffer)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long done = 0;
        while (RandomAccess.Read(file, buffer, done) is var part and > 0)
        {
            done += part;
            if (done > size)
            {
                break;
            }

            tar.Write(buffer, 0, part);
        }

        if (done != size)
        {
            throw new IOException($"'{path}' changes while it is read");
        }
    }

    // SharpZipLib 1.4.2 cuts a link's target at 100 bytes and says nothing, and its own long names count characters where they are
    // bytes; so the entries that GNU's format puts before an entry, for its long name and target, are written here.
    private static string Shorten(TarOutputStream tar, string name, byte kind)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= LongestName)
        {
            return name;
        }

        var header = new TarHeader
        {
            Name = "././@LongLink",
            Mode = 0x1a4,
            ModTime = DateTime.UnixEpoch,
            Size = bytes.Length + 1,
            TypeFlag = kind,
        };
        SetOwnerAndFormat(header);
        tar.PutNextEntry(new ZipTarEntry(header));
        tar.Write([.. bytes, 0], 0, bytes.Length + 1);
        tar.CloseEntry();

        // Whoever does not know long names sees as much of it as fits.
        var shortened = name[..Math.Min(name.Length, LongestName)];
        while (Encoding.UTF8.GetByteCount(shortened) > LongestName)
        {
            shortened = shortened[..^1];
        }

        return char.IsHighSurrogate(shortened[^1]) ? shortened[..^1] : shortened;
    }

    private static void SetOwnerAndFormat(TarHeader header)
    {
        header.UserId = header.GroupId = 0;
        header.UserName = header.GroupName = "root";

        // Together "ustar", two spaces and a NUL: GNU's format, whose long names are used.
        header.Magic = "ustar ";
        header.Version = " ";
    }
}
