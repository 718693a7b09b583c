using System.Text.RegularExpressions;
using Dom0Iptables.Compiling;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Gates;

/// <summary>A root with packages' own files, a shell, and nothing else: an image that is being built, for scriptlets to be tried in.</summary>
internal static partial class BareRoot
{
    /// <summary>Makes one; what was there is gone.</summary>
    public static async Task MakeAsync(string root, IEnumerable<ExaminedPackage> packages, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        await ScratchRoot.MakeAsync(root, packages, cancellationToken);

        // The machine's own dash, with the libraries that ldd names.
        var shell = ProcessRunner.FindOnPath("dash", environment.Variables["PATH"])!;
        ScratchRoot.Lend(root, shell, "/bin/sh");
        var libraries = await ProcessRunner.CaptureAsync(GateSubject.Step, environment.In(root, Command.Of("ldd", shell)), cancellationToken);
        foreach (var library in LibraryPattern().Matches(libraries.StandardOutput).Select(match => match.Groups[1].Value))
        {
            ScratchRoot.Lend(root, library, library);
        }
    }

    /// <summary>Runs a scriptlet in it.</summary>
    /// <param name="root">The root.</param>
    /// <param name="scriptlet">A scriptlet of POSIX sh.</param>
    /// <param name="count">Its $1: how many of the package there will be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<ProcessOutcome> RunAsync(string root, RpmScriptlet scriptlet, string count, CancellationToken cancellationToken) =>
        ProcessRunner.CaptureAsync(GateSubject.Step, Sandbox.InRoot(root, isWritable: true, [], [], new Command("/bin/sh", ["-c", scriptlet.Body, scriptlet.Moment, count])), cancellationToken);

    [GeneratedRegex(@"(?:^|\s)(/\S+)\s+\(0x", RegexOptions.Multiline)]
    private static partial Regex LibraryPattern();
}
