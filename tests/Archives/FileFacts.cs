using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dom0Iptables.Tests.Archives;

/// <summary>What the kernel says of a file, and what is in it.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Owner">User and group.</param>
/// <param name="Seconds">When its content was changed.</param>
/// <param name="Changed">When anything of it was changed, to the nanosecond.</param>
/// <param name="Content">A file's digest or a link's target; empty for everything else.</param>
internal sealed record FileFacts(int Mode, uint Links, (uint User, uint Group) Owner, long Seconds, (long, uint) Changed, string Content)
{
    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;

    public bool IsFolder => (Mode & 0xf000) == 0x4000;

    public bool IsFile => (Mode & 0xf000) == 0x8000;

    public bool IsLink => (Mode & 0xf000) == 0xa000;

    /// <summary>Looks at one thing; a link is not followed.</summary>
    public static FileFacts Of(string path)
    {
        var status = new byte[256];
        if (statx(AtCurrentDirectory, path, NoFollow, 0x7ff, status) != 0)
        {
            throw new IOException($"statx {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        // struct statx: nlink at 16, uid 20, gid 24, mode 28, ctime 96, mtime 112.
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28));
        var facts = new FileFacts(mode, U32(16), (U32(20), U32(24)), S64(112), (S64(96), U32(104)), "");
        return facts with
        {
            Content = facts.IsLink ? new FileInfo(path).LinkTarget! : facts.IsFile ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) : "",
        };

        uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(at));
        long S64(int at) => BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(at));
    }

    /// <summary>Everything below a folder, and the folder itself as ".".</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="except">A path below which nothing counts, nor itself.</param>
    public static SortedDictionary<string, FileFacts> Below(string folder, string? except = null)
    {
        var all = new SortedDictionary<string, FileFacts>(StringComparer.Ordinal) { ["."] = Of(folder) };
        Add(folder);
        return all;

        void Add(string inner)
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(inner))
            {
                if (path == except)
                {
                    continue;
                }

                var facts = Of(path);
                all.Add(Path.GetRelativePath(folder, path), facts);
                if (facts.IsFolder)
                {
                    Add(path);
                }
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);
}
