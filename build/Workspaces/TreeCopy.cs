using Dom0Iptables.Archives;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Workspaces;

/// <summary>Copies a whole tree with its modes, times and links.</summary>
public static class TreeCopy
{
    /// <summary>Makes one folder the exact copy of another. It is there whole or not at all.</summary>
    /// <param name="step">The step on whose behalf it is copied.</param>
    /// <param name="from">The folder to copy.</param>
    /// <param name="to">Where it is copied to; what was there is gone afterwards.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="PipelineException">It cannot be copied (<see cref="ExitCode.Storage"/>).</exception>
    public static async Task ReplaceAsync(string step, string from, string to, CancellationToken cancellationToken)
    {
        var partial = to + ".partial";
        Remove(partial);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await CopyAsync(step, from, partial, cancellationToken);
        MoveIn(partial, to);
    }

    /// <summary>Puts all that is in one folder into another, over what is there.</summary>
    /// <param name="step">The step on whose behalf it is copied.</param>
    /// <param name="from">The folder whose content is copied.</param>
    /// <param name="into">The folder that it is copied into.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="PipelineException">It cannot be copied (<see cref="ExitCode.Storage"/>).</exception>
    public static Task MergeAsync(string step, string from, string into, CancellationToken cancellationToken) =>
        CopyAsync(step, from + "/.", into, cancellationToken);

    private static async Task CopyAsync(string step, string from, string to, CancellationToken cancellationToken)
    {
        var copy = Command.Of("cp", "-a", "--reflink=auto", "--", from, to);
        var outcome = await ProcessRunner.CaptureAsync(step, copy, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(
                ExitCode.Storage,
                step,
                $"the tree cannot be copied: {outcome.StandardError.Trim()}",
                "make room on the disk, then run the same command again",
                copy.Shown,
                outcome.ExitCode);
        }
    }

    /// <summary>Puts a finished folder into its place.</summary>
    public static void MoveIn(string partial, string place)
    {
        Remove(place);
        Directory.Move(partial, place);
    }

    /// <summary>Removes a folder and all in it, where there is one, whatever the modes in it.</summary>
    public static void Remove(string folder) => TreeRemoval.Remove(folder);
}
