using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Gates;

/// <summary>A root folder with the files of packages in it, for what is tried in the sandbox.</summary>
internal static class ScratchRoot
{
    // Those that the sandbox mounts something on, and those that every system has.
    private static readonly string[] Folders = ["bin", "sbin", "usr/bin", "usr/sbin", "etc", "dev", "proc", "tmp"];

    /// <summary>Makes one; what was there is gone.</summary>
    public static async Task MakeAsync(string root, IEnumerable<ExaminedPackage> packages, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(root);
        Directory.CreateDirectory(root);
        foreach (var package in packages)
        {
            await RunAsync(root, Command.Of("cp", "--archive", "--no-preserve=ownership", "--", package.Unpacked + "/.", root), cancellationToken);
        }

        foreach (var folder in Folders)
        {
            Directory.CreateDirectory(Inside(root, folder));
        }
    }

    /// <summary>Puts a file of this machine into it, where there is none of that name.</summary>
    public static void Lend(string root, string file, string place)
    {
        var to = Inside(root, place);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (!File.Exists(to))
        {
            File.Copy(file, to);
        }
    }

    /// <summary>Writes a file of it.</summary>
    public static void Write(string root, string place, IEnumerable<string> lines)
    {
        var to = Inside(root, place);
        File.Delete(to);
        File.WriteAllLines(to, lines);
    }

    /// <summary>Runs what must succeed for it to be made.</summary>
    /// <exception cref="PipelineException">It has not (<see cref="ExitCode.Storage"/> where the disk is why).</exception>
    public static async Task RunAsync(string root, Command command, CancellationToken cancellationToken)
    {
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, command, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw StorageFault.Of(root) is { } fault
                ? new PipelineException(ExitCode.Storage, GateSubject.Step, fault, "make room, or make the place writable, and run the same command again", command.Shown, outcome.ExitCode)
                : new PipelineException(ExitCode.Unexpected, GateSubject.Step, $"the root to try the packages in cannot be made: {outcome.StandardError.Trim()}", "see the command", command.Shown, outcome.ExitCode);
        }
    }

    // A link that a package laid in the way would lead out of the root, to files of this machine.
    private static string Inside(string root, string place)
    {
        var path = root;
        foreach (var part in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new PipelineException(ExitCode.Packaging, GateSubject.Step, $"a package makes {path[root.Length..]} a link to {target}, so it cannot be tried apart from this machine", "leave that link out of the package");
            }
        }

        return path;
    }
}
