using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Dom0Iptables.Machine;

/// <summary>The calls of the C library that .NET has no word for.</summary>
public static partial class Posix
{
    /// <summary>Whether the effective user is root, who alone may give files away.</summary>
    public static bool IsRoot { get; } = EffectiveUser() == 0;

    /// <summary>Sets the process's file mode creation mask, which every child inherits.</summary>
    /// <param name="mask">The permission bits that new files never have (octal 022 is decimal 18).</param>
    /// <returns>The mask that was in force.</returns>
    public static int SetFileModeCreationMask(int mask) => Umask(mask);

    /// <summary>Gives a file, folder or the link itself to another owner.</summary>
    /// <param name="path">What to give; a symbolic link is not followed.</param>
    /// <param name="user">The numeric user.</param>
    /// <param name="group">The numeric group.</param>
    /// <exception cref="IOException">The kernel refused; the message says why.</exception>
    public static void ChangeOwner(string path, int user, int group)
    {
        if (ChangeOwnerOfLink(path, user, group) != 0)
        {
            var cause = new Win32Exception(Marshal.GetLastPInvokeError());
            throw new IOException($"cannot give '{path}' to {user}:{group}: {cause.Message}", cause);
        }
    }

    /// <summary>Makes this process the parent of whatever below it loses its own, so that a daemon of a build can be found and ended.</summary>
    /// <returns>Whether the kernel agreed.</returns>
    public static bool AdoptOrphans() => ProcessControl(SetChildSubreaper, 1, 0, 0, 0) == 0;

    /// <summary>
    /// Takes back what .NET does when it starts: it lets the process open as many files as it ever may (getrlimit(2): the hard
    /// limit; systemd-system.conf(5) has 524288), and every child inherits that. Some close one after the other all that they
    /// might have inherited: rpm before each scriptlet, where a root has no /proc (rpm 4.18: rpmSetCloseOnExec).
    /// </summary>
    public static void LimitOpenFiles()
    {
        if (GetLimit(OpenFiles, out var limit) == 0 && limit.Soft > UsualOpenFiles)
        {
            _ = SetLimit(OpenFiles, limit with { Soft = UsualOpenFiles });
        }
    }

    // The kernel's own soft limit (INR_OPEN_CUR).
    private const nuint UsualOpenFiles = 1024;

    // RLIMIT_NOFILE.
    private const int OpenFiles = 7;

    // prctl(2), PR_SET_CHILD_SUBREAPER.
    private const int SetChildSubreaper = 36;

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Umask(int mask);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerOfLink(string path, int user, int group);

    private readonly record struct ResourceLimit(nuint Soft, nuint Hard);
}
