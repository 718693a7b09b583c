using System.Text;
using Dom0Iptables.Machine;

namespace Dom0Iptables.Archives;

/// <summary>Makes the entries of one archive in one empty folder.</summary>
/// <param name="place">The folder, made for this and used by nobody else.</param>
/// <param name="giveToRoot">Whether everything is given to 0:0.</param>
/// <param name="limits">What the archive may take.</param>
internal sealed class TreeBuilder(string place, bool giveToRoot, UnpackLimits limits)
{
    // setuid, setgid, sticky and others' write permission are of no use to a source tree, and a danger to who unpacks it.
    private const int KeptModes = 0x1ed;
    private const int OwnerMayReadWriteSearch = 0x1c0;
    private const int OwnerMayRead = 0x100;

    private readonly UnpackedNames _names = new();
    private readonly Dictionary<string, (int Mode, long Time)> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Target, long Time)> _links = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly int _placeLength = Encoding.UTF8.GetByteCount(place);
    private string? _top;

    /// <summary>How many entries were made.</summary>
    public int Entries { get; private set; }

    /// <summary>How many bytes of files were written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Makes an entry and reads its data.</summary>
    /// <exception cref="RefusedArchiveException">The entry is not one that a source release has.</exception>
    /// <exception cref="IOException">The disk is full, or refuses.</exception>
    public void Add(TarEntry entry, TarEntryReader data)
    {
        var segments = EntryName.Split(entry.Name, entry.Name, "its name", _placeLength);
        if (++Entries > limits.MaximumEntries)
        {
            throw new RefusedArchiveException($"it has more than {limits.MaximumEntries} entries, the recipe's limit");
        }

        if (entry.Size > limits.MaximumBytes - Bytes)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"takes the tree over {limits.MaximumBytes} bytes, the recipe's limit");
        }

        if (entry.Time < DateTimeOffset.MinValue.ToUnixTimeSeconds() || entry.Time > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "has a time that no calendar knows");
        }

        // "./" is the folder that was archived from, and not of the tree.
        if (segments.Length == 0 && entry.Kind is TarEntryKind.Folder)
        {
            return;
        }

        // Segments of "." fall away, but "a/." is the folder a: as a file tar cannot make it, and neither does this.
        if (entry.Kind is not TarEntryKind.Folder && EntryName.EndsWithDot(entry.Name))
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "has a folder's name and is none");
        }

        RequireOneTop(entry, segments);
        var path = string.Join('/', segments);
        MakeParents(entry, segments);
        RequireSameKind(entry, path);
        switch (entry.Kind)
        {
            case TarEntryKind.Folder:
                MakeFolder(path, entry.Mode, entry.Time);
                break;
            case TarEntryKind.File:
                MakeFile(entry, path, data);
                break;
            case TarEntryKind.SymbolicLink:
                NoteSymbolicLink(entry, path);
                break;
            default:
                MakeHardLink(entry, path);
                break;
        }
    }

    /// <summary>Checks what can only be checked when all entries are there, makes the links, and gives the folders their modes and times.</summary>
    /// <returns>The name of the top folder.</returns>
    public string Finish()
    {
        if (_top is null)
        {
            throw new RefusedArchiveException("it holds no entries");
        }

        _names.CheckLinks();
        MakeSymbolicLinks();

        // The deepest first: what is made or changed in a folder changes the folder's time.
        foreach (var (path, (mode, time)) in _folders.OrderByDescending(folder => folder.Key.Length))
        {
            var full = Path.Combine(place, path);
            GiveAway(full);
            File.SetUnixFileMode(full, (UnixFileMode)((mode & KeptModes) | OwnerMayReadWriteSearch));
            NativeFiles.SetTime(full, time);
        }

        return _top;
    }

    private void RequireOneTop(TarEntry entry, string[] segments)
    {
        if (segments.Length == 0 || (segments.Length == 1 && entry.Kind is not TarEntryKind.Folder))
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "lies beside the top folder, where nothing may lie");
        }

        _top ??= segments[0];
        if (segments[0] != _top)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"is in a second top folder, where the first is '{RefusedArchiveException.Printable(_top)}'");
        }
    }

    private void MakeParents(TarEntry entry, string[] segments)
    {
        if (_names.KindOf(string.Join('/', segments[..^1])) is TarEntryKind.Folder)
        {
            return;
        }

        for (var depth = 1; depth < segments.Length; depth++)
        {
            var parent = string.Join('/', segments[..depth]);
            switch (_names.KindOf(parent))
            {
                case TarEntryKind.Folder:
                    break;
                case null when _names.Count >= limits.MaximumEntries:
                    throw new RefusedArchiveException($"it has more than {limits.MaximumEntries} entries, the recipe's limit");
                case null:
                    MakeFolder(parent, OwnerMayReadWriteSearch | KeptModes, entry.Time);
                    break;
                case TarEntryKind.SymbolicLink:
                    throw RefusedArchiveException.OfEntry(entry.Name, $"lies behind the link '{RefusedArchiveException.Printable(parent)}', which came earlier");
                default:
                    throw RefusedArchiveException.OfEntry(entry.Name, $"lies in '{RefusedArchiveException.Printable(parent)}', which is a file");
            }
        }
    }

    // tar -r and -u append newer versions of a file to an archive: the last one counts. Another kind is nobody's update.
    private void RequireSameKind(TarEntry entry, string path)
    {
        var kind = entry.Kind is TarEntryKind.HardLink ? TarEntryKind.File : entry.Kind;
        var before = _names.KindOf(path);
        if (before is not null && before != kind)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"comes twice, as {Describe(before.Value)} and as {Describe(kind)}");
        }

        // A file is made anew and never written into: the one that is there may have other names.
        if (before is TarEntryKind.File && entry.Kind is not TarEntryKind.HardLink)
        {
            File.Delete(Path.Combine(place, path));
        }
    }

    private void MakeFolder(string path, int mode, long time)
    {
        if (_names.KindOf(path) is null)
        {
            Directory.CreateDirectory(Path.Combine(place, path), (UnixFileMode)OwnerMayReadWriteSearch);
            _names.Add(path, TarEntryKind.Folder);
        }

        _folders[path] = (mode, time);
    }

    private void MakeFile(TarEntry entry, string path, TarEntryReader data)
    {
        var full = Path.Combine(place, path);
        using (var file = new FileStream(full, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
        {
            while (data.ReadData(_buffer) is var part and > 0)
            {
                file.Write(_buffer, 0, part);
                Bytes += part;
            }

            File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)((entry.Mode & KeptModes) | OwnerMayRead));
        }

        GiveAway(full);
        NativeFiles.SetTime(full, entry.Time);
        _names.Add(path, TarEntryKind.File);
    }

    private void NoteSymbolicLink(TarEntry entry, string path)
    {
        if (entry.LinkTarget.Any(char.IsControl))
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "is refused: the place it links to holds a control character");
        }

        if (entry.LinkTarget.Length is 0 or > 4095)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "is a link to an empty or endless name");
        }

        if (_links.TryGetValue(path, out var before) && before.Target != entry.LinkTarget)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"comes twice, as a link to '{RefusedArchiveException.Printable(before.Target)}' and to '{RefusedArchiveException.Printable(entry.LinkTarget)}'");
        }

        _names.Add(path, TarEntryKind.SymbolicLink, entry.LinkTarget);
        _links[path] = (entry.LinkTarget, entry.Time);
    }

    // After everything else, and after they are known to stay inside: while files are written there is no link to go through, even
    // where the file system takes two names for one ("A" and "a", or two spellings of one letter) that are two in the archive.
    private void MakeSymbolicLinks()
    {
        foreach (var (path, (target, time)) in _links)
        {
            var full = Path.Combine(place, path);
            File.CreateSymbolicLink(full, target);
            GiveAway(full);
            NativeFiles.SetTime(full, time);
        }
    }

    private void MakeHardLink(TarEntry entry, string path)
    {
        var target = string.Join('/', EntryName.Split(entry.Name, entry.LinkTarget, "the file it links to", _placeLength));
        if (entry.LinkTarget.EndsWith('/') || EntryName.EndsWithDot(entry.LinkTarget))
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"is a hard link to '{RefusedArchiveException.Printable(entry.LinkTarget)}', which is a folder's name");
        }

        if (target == path)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, "is a hard link to itself");
        }

        if (_names.KindOf(target) is not TarEntryKind.File)
        {
            throw RefusedArchiveException.OfEntry(entry.Name, $"is a hard link to '{RefusedArchiveException.Printable(entry.LinkTarget)}', which is no file that came earlier");
        }

        var full = Path.Combine(place, path);
        File.Delete(full);
        NativeFiles.MakeHardLink(Path.Combine(place, target), full);
        _names.Add(path, TarEntryKind.File);
    }

    private void GiveAway(string path)
    {
        if (giveToRoot)
        {
            Posix.ChangeOwner(path, 0, 0);
        }
    }

    private static string Describe(TarEntryKind kind) => kind switch
    {
        TarEntryKind.Folder => "a folder",
        TarEntryKind.SymbolicLink => "a link",
        _ => "a file",
    };
}
