using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Dom0Iptables.Archives;

/// <summary>What .NET cannot ask of or do to a file without following a link.</summary>
internal static partial class NativeFiles
{
    private const int AtCurrentDirectory = -100;
    private const int AtNoFollow = 0x100;
    private const uint BasicStatistics = 0x7ff;

    /// <summary>Sets a file's, folder's or link's own times of access and modification to a whole second.</summary>
    /// <exception cref="IOException">The kernel refused; the message says why.</exception>
    public static unsafe void SetTime(string path, long secondsSince1970)
    {
        // Two timespecs, each of a C long for the seconds and one for the nanoseconds.
        nint* times = stackalloc nint[4];
        times[0] = times[2] = (nint)secondsSince1970;
        times[1] = times[3] = 0;
        if (SetTimes(AtCurrentDirectory, path, times, AtNoFollow) != 0)
        {
            throw Failed($"cannot set the time of '{path}'");
        }
    }

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="IOException">The kernel refused; the message says why.</exception>
    public static void MakeHardLink(string existing, string path)
    {
        if (Link(existing, path) != 0)
        {
            throw Failed($"cannot link '{path}' to '{existing}'");
        }
    }

    /// <summary>What lies at a path, the link itself where it is one.</summary>
    /// <exception cref="IOException">The kernel refused; the message says why.</exception>
    public static unsafe FileStatus Status(string path)
    {
        // struct statx has one layout on every architecture: mode at 28, size at 40, seconds of modification at 112.
        byte* status = stackalloc byte[256];
        if (Statx(AtCurrentDirectory, path, AtNoFollow, BasicStatistics, status) != 0)
        {
            throw Failed($"cannot look at '{path}'");
        }

        return new FileStatus(*(ushort*)(status + 28), *(long*)(status + 40), *(long*)(status + 112));
    }

    private static IOException Failed(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        var cause = new Win32Exception(error);
        return new IOException($"{what}: {cause.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SetTimes(int folder, string path, nint* times, int flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* status);
}
