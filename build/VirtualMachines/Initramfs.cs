using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Packs folders as an initramfs: everything root's, whoever packs it. The kernel lays one folder over the other.</summary>
internal static class Initramfs
{
    // sh joins what cannot be joined by an argument list; the words come as its arguments.
    private const string Script = "cd \"$1\" && find . -print0 | LC_ALL=C sort -z | cpio --null --create --format=newc --owner=0:0 --quiet >> \"$2\"";

    /// <summary>Packs them.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="folders">The folders, the later over the earlier.</param>
    /// <param name="file">The file; what was there is gone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">It cannot be written (<see cref="ExitCode.Storage"/>).</exception>
    public static async Task PackAsync(string step, ImmutableArray<string> folders, string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        foreach (var folder in folders)
        {
            var command = Command.Of("sh", "-c", Script, "sh", folder, Path.GetFullPath(file));
            var outcome = await ProcessRunner.CaptureAsync(step, command, cancellationToken);
            if (!outcome.Succeeded || outcome.StandardError.Length > 0)
            {
                throw new PipelineException(ExitCode.Storage, step, $"{folder} cannot be packed as an initramfs: {outcome.StandardError.Trim()}", "make room on the disk, and install cpio where it is missing", command.Shown, outcome.ExitCode);
            }
        }
    }
}
