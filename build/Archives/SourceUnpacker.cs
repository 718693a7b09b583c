using Dom0Iptables.Failures;

namespace Dom0Iptables.Archives;

/// <summary>
/// Unpacks a released source archive (.tar.bz2, .tar.gz or .tar.xz, told by its content) and refuses whatever could write outside
/// of its place or does not belong in a release.
/// </summary>
/// <remarks>
/// Times are kept to the second, for files, folders and links alike, so that autotools' rules do not run. Modes are kept, without
/// setuid, setgid, sticky and the write permission of group and others; a folder's owner may always read, write and search it, and
/// a file's owner read it, so that an ordinary user can build what root can. The umask plays no part.
/// Refused are also: a name that is not UTF-8 or holds a control character, and an archive without the two blocks of zeros that end
/// a tar. What follows those is read, for the compression's own checks, and ignored, as tar does: pixz puts an index there, and tar
/// programs fill their last record. What follows the compressed data is refused in bzip2 and xz, and ignored in gzip, as gzip does.
/// A name that comes twice as the same kind is an update, and the last one counts; but a link has one target.
/// Refused is also what readers do not agree on, so that the archive is another to each: see the tests.
/// </remarks>
/// <param name="giveToRoot">
/// Whether everything is given to 0:0, which root alone can; else the files are the user's own, and the writers of archives and
/// packages record root:root.
/// </param>
public sealed class SourceUnpacker(bool giveToRoot)
{
    private const string Step = "Unpack";

    /// <summary>Unpacks an archive beside its place and moves the tree in when it is whole.</summary>
    /// <param name="archivePath">The archive.</param>
    /// <param name="destination">The folder that will hold the archive's top folder and nothing else; what was there is replaced.</param>
    /// <param name="limits">What the archive may take at most.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left then.</param>
    /// <returns>What the archive holds.</returns>
    /// <exception cref="PipelineException">
    /// <see cref="ExitCode.ArchiveRefused"/>: the archive is corrupt, truncated or hostile, or no archive;
    /// <see cref="ExitCode.Storage"/>: the disk is full, or refuses; <see cref="ExitCode.StepOrder"/>: there is no such file.
    /// Nothing is left of the attempt, and what was at the destination is untouched.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public UnpackedTree Unpack(string archivePath, string destination, UnpackLimits limits, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(archivePath);
        destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        var partial = destination + ".partial";
        try
        {
            using var archive = Open(archivePath);
            TreeRemoval.Remove(partial);
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
            Directory.CreateDirectory(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var tree = Unpack(archive, partial, limits, cancellationToken);

            File.SetUnixFileMode(partial, (UnixFileMode)0x1ed);
            TreeRemoval.Remove(destination);
            Directory.Move(partial, destination);
            return tree;
        }
        catch (RefusedArchiveException exception)
        {
            throw Failed(ExitCode.ArchiveRefused, $"'{name}' is refused: {exception.Message}", "delete the archive and fetch it again; if it comes the same, compare it with the one that the project released", exception);
        }
        catch (PathTooLongException exception)
        {
            throw Failed(ExitCode.ArchiveRefused, $"'{name}' is refused: a name in it is longer than the file system takes", "work in a folder with a shorter name, or on another file system", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(ExitCode.Storage, $"'{name}' could not be unpacked to '{destination}': {exception.Message}", "make room there, or see that the place can be written to, and run again", exception);
        }
        finally
        {
            TreeRemoval.TryRemove(partial);
        }
    }

    private static FileStream Open(string archivePath)
    {
        try
        {
            return new FileStream(archivePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failed(ExitCode.StepOrder, $"there is no source archive '{archivePath}'", "run ./build.sh --target=Fetch first", exception);
        }
    }

    private UnpackedTree Unpack(FileStream archive, string place, UnpackLimits limits, CancellationToken cancellationToken)
    {
        var compression = ArchiveContent.Recognise(archive);
        using var file = new CompressedFile(archive, cancellationToken);
        using var tar = new DecompressedStream(file, compression);
        var reader = new TarEntryReader(tar, limits);
        var builder = new TreeBuilder(place, giveToRoot, limits);
        try
        {
            while (reader.Next() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                builder.Add(entry, reader);
            }
        }
        catch (RefusedArchiveException)
        {
            // A block's check comes after its data, and what damaged data make of a tar may look like malice.
            tar.CheckBlockAtHand();
            throw;
        }

        return new UnpackedTree(builder.Finish(), builder.Entries, builder.Bytes, compression);
    }

    private static PipelineException Failed(ExitCode code, string problem, string nextStep, Exception cause) =>
        new(code, Step, problem, nextStep, innerException: cause);
}
