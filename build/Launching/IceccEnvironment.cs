using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Launching;

/// <summary>This machine's compiler in one archive, which icecc sends to the machines that compile, so that all have the same.</summary>
public static class IceccEnvironment
{
    private const string Step = "Make";
    private const string Pattern = "*.tar.*";

    /// <summary>Makes it, unless it is there.</summary>
    /// <param name="sandbox">Where it is made.</param>
    /// <param name="cache">Where it is kept, for a state of the compilers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The archive's name.</returns>
    /// <exception cref="PipelineException">icecc cannot make it (<see cref="ExitCode.MissingTool"/>).</exception>
    public static async Task<string> MakeAsync(BuildSandbox sandbox, SandboxMount cache, CancellationToken cancellationToken)
    {
        if (Find(cache.Here) is { } known)
        {
            return known;
        }

        // It names the archive itself, and writes it where it stands.
        var partial = Directory.CreateDirectory(Path.Combine(cache.Here, "partial")).FullName;
        var there = cache.There + "/partial";
        var make = sandbox.In(partial, there, Command.Of("icecc", "--build-native", "gcc"), new SandboxMount(partial, there, IsWritable: true));
        var outcome = await ProcessRunner.CaptureAsync(Step, make, cancellationToken);
        if (!outcome.Succeeded || Find(partial) is not { } made)
        {
            throw new PipelineException(ExitCode.MissingTool, Step, $"icecc cannot pack this machine's compiler: {(outcome.StandardError + outcome.StandardOutput).Trim()}", "run the command by hand", make.ToString(), outcome.ExitCode);
        }

        File.Move(Path.Combine(partial, made), Path.Combine(cache.Here, made), overwrite: true);
        Directory.Delete(partial, recursive: true);
        return made;
    }

    private static string? Find(string folder) => Directory.EnumerateFiles(folder, Pattern).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault();
}
