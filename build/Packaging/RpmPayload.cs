using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Packaging;

/// <summary>The files in a package.</summary>
public static class RpmPayload
{
    /// <summary>Unpacks them. cpio follows links that a hostile payload may have laid before it, so it works behind walls.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="package">The package's path.</param>
    /// <param name="folder">The folder that receives them.</param>
    /// <param name="environment">The environment of rpm and cpio.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">It is no whole package (<see cref="ExitCode.Packaging"/>), or the disk is full (<see cref="ExitCode.Storage"/>).</exception>
    public static async Task UnpackAsync(string step, string package, string folder, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var unpack = Sandbox.OnThisMachine(folder, new Command("sh",
        [
            "-c",
            "rpm2cpio \"$1\" > .payload && cpio --extract --make-directories --preserve-modification-time --no-absolute-filenames --quiet --file .payload && rm .payload && chmod -R u+rwX .",
            "sh",
            package,
        ]));
        var outcome = await ProcessRunner.CaptureAsync(step, environment.In(folder, unpack), cancellationToken);
        if (outcome.StandardError.StartsWith("bwrap:", StringComparison.Ordinal))
        {
            throw new PipelineException(ExitCode.MissingTool, step, $"this machine gives the sandbox no namespaces: {outcome.StandardError.Trim()}", "run as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone)", unpack.ToString(), outcome.ExitCode);
        }

        if (!outcome.Succeeded)
        {
            throw StorageFault.Of(folder) is { } fault
                ? new PipelineException(ExitCode.Storage, step, fault, "make room, or make the place writable, and run the same command again", unpack.ToString(), outcome.ExitCode)
                : new PipelineException(ExitCode.Packaging, step, $"the payload of {package} cannot be unpacked: {outcome.StandardError.Trim()}", "make the package again, or name one that is whole", unpack.ToString(), outcome.ExitCode);
        }
    }
}
