using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Patching;

/// <summary>Applies patches to a copy of the released tree, each exactly or not at all.</summary>
public static class TreePatcher
{
    private const string Step = "Patch";

    /// <summary>Makes the patched tree.</summary>
    /// <param name="unpacked">The folder that holds the released tree as its one top folder.</param>
    /// <param name="patched">The folder that holds the same with the patches in; there whole or not at all.</param>
    /// <param name="series">The patches.</param>
    /// <param name="fileTime">The time that new files get. A changed file keeps its own, so that no rebuild rule of autotools fires.</param>
    /// <param name="sandbox">Where patch is run.</param>
    /// <param name="log">The log of patch's output.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">A patch does not apply (<see cref="ExitCode.Patch"/>); its reject is in the message.</exception>
    public static async Task ApplyAsync(
        string unpacked,
        string patched,
        PatchSeries series,
        DateTimeOffset fileTime,
        BuildSandbox sandbox,
        string log,
        CancellationToken cancellationToken)
    {
        var working = patched + ".patching";
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        File.Delete(log);
        await TreeCopy.ReplaceAsync(Step, unpacked, working, cancellationToken);
        var tree = Directory.GetDirectories(working).Single();
        var before = Times(tree);
        foreach (var patch in series.Files)
        {
            await ApplyOneAsync(tree, patch, sandbox, log, cancellationToken);
        }

        foreach (var file in TreeFiles.Of(tree))
        {
            File.SetLastWriteTimeUtc(file, before.GetValueOrDefault(file, fileTime.UtcDateTime));
        }

        TreeCopy.MoveIn(working, patched);
    }

    private static async Task ApplyOneAsync(string tree, string patch, BuildSandbox sandbox, string log, CancellationToken cancellationToken)
    {
        // patch finds out about offsets by itself; fuzz would be guessing, and .orig files would end up in the archive.
        var patches = sandbox.Lend(Path.GetDirectoryName(patch)!, "patches");
        var command = sandbox.In(tree, Command.Of("patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch", "--batch", "--forward", "-i", Path.Combine(patches.There, Path.GetFileName(patch))), patches);
        var said = new List<string>();
        var outcome = await sandbox.LogAsync(Step, command, log, null, said.Add, cancellationToken);
        if (outcome.Succeeded)
        {
            return;
        }

        var rejects = TreeFiles.Of(tree).Where(file => file.EndsWith(".rej", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var shown = rejects.Count == 0
            ? said
            : rejects.Select(reject => $"{Path.GetRelativePath(tree, reject)}:{Environment.NewLine}{File.ReadAllText(reject).TrimEnd()}");
        throw new PipelineException(
            ExitCode.Patch,
            Step,
            $"{Path.GetFileName(patch)} does not apply to the released tree{string.Concat(shown.Select(text => Environment.NewLine + text))}",
            $"mend the patch against the release; the tree it failed on is kept in {tree}",
            command.Shown,
            outcome.ExitCode,
            log);
    }

    private static Dictionary<string, DateTime> Times(string tree) =>
        TreeFiles.Of(tree).ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
