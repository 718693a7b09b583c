using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Sandboxing;

/// <summary>
/// Runs what comes out of a package, or handles it, where it can do no harm: by bubblewrap, in namespaces of its own,
/// without a network, with nothing to write to but one folder.
/// </summary>
public static class Sandbox
{
    private static readonly ImmutableArray<string> Walls = ["--unshare-user", "--unshare-all", "--uid", "0", "--gid", "0", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "LC_ALL", "C"];

    /// <summary>A command that sees this machine's files, and can write into one folder only.</summary>
    /// <param name="writable">That folder, where it starts.</param>
    /// <param name="command">The command.</param>
    public static Command OnThisMachine(string writable, Command command) =>
        new("bwrap", [.. Walls, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", writable, writable, "--chdir", writable, "--", command.Program, .. command.Arguments]);

    /// <summary>
    /// A command that sees this machine's files as root does, can write into one folder only, and can do there and in its
    /// own namespaces what root can: mount, change roots, make networks. It needs no rights on this machine.
    /// </summary>
    /// <param name="writable">That folder, where it starts.</param>
    /// <param name="environment">Its environment, beside PATH and LC_ALL.</param>
    /// <param name="command">The command.</param>
    public static Command AsRootOnThisMachine(string writable, ImmutableArray<(string Name, string Value)> environment, Command command) =>
        new("bwrap",
        [
            .. Walls,
            "--cap-add", "ALL",
            "--ro-bind", "/", "/",
            "--dev", "/dev",
            "--proc", "/proc",
            "--tmpfs", "/tmp",
            "--tmpfs", "/var/tmp",
            "--bind", writable, writable,
            .. Set(environment),
            "--chdir", writable,
            "--", command.Program, .. command.Arguments,
        ]);

    /// <summary>A command that sees a folder as its root, and can do there and in its own namespaces what root can.</summary>
    /// <param name="root">That folder.</param>
    /// <param name="environment">Its environment, beside PATH and LC_ALL.</param>
    /// <param name="command">The command, in words of that root.</param>
    public static Command AsRootInRoot(string root, ImmutableArray<(string Name, string Value)> environment, Command command) =>
        new("bwrap",
        [
            .. Walls,
            "--cap-add", "ALL",
            "--bind", root, "/",
            "--dev", "/dev",
            "--proc", "/proc",
            "--tmpfs", "/tmp",

            // The kernel lets only one who sees it already mount it anew, for the network of his own.
            "--ro-bind", "/sys", "/sys",
            .. Set(environment),
            "--chdir", "/",
            "--", command.Program, .. command.Arguments,
        ]);

    /// <summary>A command that sees a folder as its root, and nothing of this machine but what is lent to it.</summary>
    /// <param name="root">That folder.</param>
    /// <param name="isWritable">Whether it may write into it.</param>
    /// <param name="lent">Files of this machine, and where it sees them.</param>
    /// <param name="environment">Its environment, beside PATH and LC_ALL.</param>
    /// <param name="command">The command, in words of that root.</param>
    public static Command InRoot(string root, bool isWritable, ImmutableArray<(string Here, string There)> lent, ImmutableArray<(string Name, string Value)> environment, Command command) =>
        new("bwrap",
        [
            .. Walls,
            isWritable ? "--bind" : "--ro-bind", root, "/",
            "--dev", "/dev",
            "--proc", "/proc",
            "--tmpfs", "/tmp",
            .. lent.SelectMany(file => ImmutableArray.Create("--ro-bind", file.Here, file.There)),
            .. Set(environment),
            "--chdir", "/",
            "--", command.Program, .. command.Arguments,
        ]);

    private static IEnumerable<string> Set(ImmutableArray<(string Name, string Value)> environment) =>
        environment.SelectMany(variable => ImmutableArray.Create("--setenv", variable.Name, variable.Value));
}
