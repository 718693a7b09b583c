using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Sandboxing;

/// <summary>
/// Where the programs of a build run: in namespaces of their own, as a root that owns nothing, without a network. They see
/// the machine's programs and headers, and the folders of the workspace that the step reads, and can write to none but
/// those that it writes. All of it lies at the same path for everybody, so that no path of the machine gets into what is made.
/// </summary>
/// <param name="Workspace">The workspace as the pipeline sees it.</param>
/// <param name="Epoch">SOURCE_DATE_EPOCH.</param>
/// <param name="IsConfined">Whether there are walls. Without (--no-sandbox) programs run as any other, in the workspace's own place.</param>
public sealed record BuildSandbox(Workspace Workspace, DateTimeOffset Epoch, bool IsConfined)
{
    /// <summary>Where a build sees its workspace.</summary>
    public const string Place = "/build";

    // What a program may fill of the memory: temporary files and HOME are kept in it.
    private const string MostTemporaryBytes = "1073741824";

    // Of /etc just what compilers, rpm and the loader read: there are keys in it. The last two are what puts a whole
    // system under another clock (Reproducing).
    private static readonly ImmutableArray<string> Settings = ["/etc/alternatives", "/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/etc/rpm", "/etc/ld.so.preload", "/etc/faketimerc"];

    // libtool writes the folders that ld.so.conf names into the built tree, and a search path into what is linked with a
    // library that lies in none of them. This machine's names more with each package that is installed.
    private static readonly string LoaderConfiguration = Path.Combine(AppContext.BaseDirectory, "ld.so.conf");

    // The network, and how names of machines are looked up in it.
    private static readonly ImmutableArray<string> Network = ["--share-net", .. new[] { "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/run/icecc" }.SelectMany(file => ImmutableArray.Create("--ro-bind-try", file, file))];

    // Links on merged systems, folders on others.
    private static readonly ImmutableArray<string> ProgramFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>The workspace as the programs see it.</summary>
    public Workspace Inside => IsConfined ? new Workspace(Place) : Workspace;

    /// <summary>The environment of the programs.</summary>
    public BuildEnvironment Environment => new(Inside.Home, Epoch);

    /// <summary>What the programs have beside what every build has; null for nothing.</summary>
    public SandboxAddition? Addition { get; init; }

    /// <summary>The name of what makes the walls, for the manifest.</summary>
    public string Name => IsConfined ? "bubblewrap" : "none";

    /// <summary>A path of the workspace as the programs see it.</summary>
    public string PathOf(string path) =>
        path == Workspace.Folder || path.StartsWith(Workspace.Folder + "/", StringComparison.Ordinal)
            ? Inside.Folder + path[Workspace.Folder.Length..]
            : throw new ArgumentException($"{path} does not lie in {Workspace.Folder}", nameof(path));

    /// <summary>A command of a build.</summary>
    /// <param name="folder">Where it starts and may write: a folder of the workspace, as the pipeline sees it.</param>
    /// <param name="command">The command, in paths as it sees them (<see cref="PathOf"/>).</param>
    /// <param name="mounts">What else it sees of the workspace.</param>
    public Command In(string folder, Command command, params IEnumerable<SandboxMount> mounts) =>
        In(folder, PathOf(folder), command, [SandboxMount.Writable(this, folder), .. mounts]);

    /// <summary>A command of a build that starts in a folder that lies elsewhere.</summary>
    /// <param name="folder">That folder, as the pipeline sees it; without walls it starts there.</param>
    /// <param name="start">The same as the command sees it.</param>
    /// <param name="command">The command.</param>
    /// <param name="mounts">All that it sees beside the machine's programs.</param>
    public Command In(string folder, string start, Command command, params IEnumerable<SandboxMount> mounts)
    {
        // A 64-bit machine can call itself a 32-bit one (linux32), and configure and rpm would build for that.
        command = command with { Program = "setarch", Arguments = [Machine, command.Program, .. command.Arguments] };
        var variables = Addition?.AddedTo(Environment.Variables) ?? Environment.Variables;
        if (!IsConfined)
        {
            return Environment.In(folder, command) with { Environment = variables };
        }

        return new Command("bwrap",
        [
            .. Walls,
            .. Addition is { HasNetwork: true } ? Network : [],
            "--ro-bind", LoaderConfiguration, "/etc/ld.so.conf",
            .. mounts.Concat(Addition?.Mounts ?? []).DistinctBy(mount => mount.There).OrderBy(mount => mount.There, StringComparer.Ordinal).SelectMany(mount => ImmutableArray.Create(mount.IsWritable ? "--bind" : "--ro-bind", mount.Here, mount.There)),
            "--remount-ro", "/",
            "--chdir", start,
            "--", command.Program, .. command.Arguments,
        ])
        {
            WorkingDirectory = folder,
            Environment = variables,
        };
    }

    /// <summary>Where the programs see a folder that does not lie in the workspace.</summary>
    /// <param name="folder">The folder, as the pipeline sees it.</param>
    /// <param name="name">Its name among the folders of the workspace, which has none of that name.</param>
    public SandboxMount Lend(string folder, string name) => new(folder, IsConfined ? $"{Place}/{name}" : folder, IsWritable: false);

    /// <summary>Runs a command of a build, and stops it before it has taken the last room of the workspace's disk.</summary>
    /// <inheritdoc cref="ProcessRunner.LogAsync"/>
    public async Task<ProcessOutcome> LogAsync(string step, Command command, string outputPath, string? errorPath, Action<string>? onLine, CancellationToken cancellationToken)
    {
        if (IsConfined && command.Arguments[command.Arguments.IndexOf(Machine) + 1] is var program && !program.Contains('/', StringComparison.Ordinal) && ProcessRunner.FindOnPath(program, Environment.Variables["PATH"]) is null)
        {
            // bubblewrap would say so with an exit code that may be the program's own.
            throw ProcessRunner.Missing(step, Command.Of(program), null);
        }

        using var room = new RoomWatch(Workspace.Folder, cancellationToken);
        try
        {
            return await ProcessRunner.LogAsync(step, command, outputPath, errorPath, onLine, room.Token);
        }
        catch (OperationCanceledException) when (room.Fault is { } fault)
        {
            throw new PipelineException(
                ExitCode.Storage,
                step,
                $"{fault}; stopped before it took the rest",
                "make room, or see in the log what writes so much, and run the same command again: it goes on from here",
                command.Shown,
                logPath: outputPath);
        }
    }

    /// <summary>What of a log says that a program tried to write where it may not, or null.</summary>
    public string? TrespassIn(string log) =>
        IsConfined && File.Exists(log)
            ? File.ReadLines(log).FirstOrDefault(line => line.Contains("Read-only file system", StringComparison.Ordinal))?.Trim()
            : null;

    /// <summary>Refuses a machine on which there can be no walls.</summary>
    /// <exception cref="PipelineException">bubblewrap cannot make namespaces here (<see cref="ExitCode.MissingTool"/>).</exception>
    public static async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var probe = new Command("bwrap", [.. Walls, "--remount-ro", "/", "--", "true"]);
        var outcome = await ProcessRunner.CaptureAsync("Start", probe, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(
                ExitCode.MissingTool,
                "Start",
                $"bubblewrap cannot shut a build off from this machine and its network: {outcome.StandardError.Trim()}",
                "allow user namespaces (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces; in a container its seccomp profile), or accept a build that sees all by --no-sandbox, which the manifest then says",
                probe.Shown,
                outcome.ExitCode);
        }
    }

    // As uname(1) and setarch(1) call it.
    private static string Machine { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static ImmutableArray<string> Walls =>
    [
        "--unshare-user", "--unshare-all", "--uid", "0", "--gid", "0", "--die-with-parent", "--new-session", "--hostname", "build",
        "--ro-bind", "/usr", "/usr",
        .. ProgramFolders.Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).LinkTarget is { } target ? ImmutableArray.Create("--symlink", target, folder) : ImmutableArray.Create("--ro-bind", folder, folder)),
        "--ro-bind-try", "/opt", "/opt",
        "--ro-bind-try", "/var/lib/rpm", "/var/lib/rpm",
        .. Settings.SelectMany(setting => ImmutableArray.Create("--ro-bind-try", setting, setting)),
        "--dev", "/dev",
        .. Temporary("/dev/shm"),
        "--remount-ro", "/dev",
        "--proc", "/proc",
        .. Temporary("/tmp"),
        .. Temporary("/var/tmp"),
        .. Temporary(new Workspace(Place).Home),
    ];

    private static ImmutableArray<string> Temporary(string folder) => ["--size", MostTemporaryBytes, "--tmpfs", folder];
}
