using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Launching;

/// <summary>
/// Tries distcc's hosts before they are trusted: distcc sends them what is to be compiled and asks for "gcc", whichever that is there.
/// A host with another compiler would make other packages, and nobody would see it.
/// </summary>
/// <param name="sandbox">Where make will run.</param>
/// <param name="reporter">Told which hosts are left out.</param>
public sealed class DistccHosts(BuildSandbox sandbox, IReporter reporter)
{
    private const string Step = "Make";

    // Enough for a compiler to show its version, its switches and how it allots registers.
    private const string Probe = "int add(int *numbers, int count)\n{\n\tint sum = 0;\n\twhile (count-- > 0)\n\t\tsum += numbers[count] / (count + 1);\n\treturn sum;\n}\n";

    /// <summary>What make gets, without the hosts that do not answer.</summary>
    /// <param name="addition">What it would get.</param>
    /// <param name="compiler">The compiler and its switches ("gcc -m32").</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">A host compiles otherwise than this machine does (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task<SandboxAddition> TryAsync(SandboxAddition addition, string compiler, CancellationToken cancellationToken)
    {
        var words = addition.Variables[LaunchedCompilers.DistccHosts].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var folder = Path.Combine(sandbox.Workspace.Launcher, "probe");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "probe.c"), Probe, cancellationToken);
        var own = await CompileAsync(null, compiler, folder, "own.o", cancellationToken);
        if (own is not null)
        {
            throw new PipelineException(ExitCode.MissingTool, Step, $"{compiler} does not compile: {own}", "run ./build.sh --target=Doctor");
        }

        var expected = await File.ReadAllBytesAsync(Path.Combine(folder, "own.o"), cancellationToken);
        var answers = await Task.WhenAll(words.Select(async (word, index) => (word, isUsed: !IsHost(word) || await AnswersAsync(word, $"{index}.o"))));
        TreeCopy.Remove(folder);
        var used = answers.Where(answer => answer.isUsed).Select(answer => answer.word).ToImmutableArray();
        if (!used.Any(word => !word.StartsWith('-')))
        {
            used = used.Add("localhost");
        }

        return addition with { Variables = addition.Variables.SetItem(LaunchedCompilers.DistccHosts, string.Join(' ', used)) };

        async Task<bool> AnswersAsync(string host, string output)
        {
            var alone = addition with { Variables = addition.Variables.SetItem(LaunchedCompilers.DistccHosts, host).SetItem("DISTCC_FALLBACK", "0").Remove("DISTCC_LOG") };
            if (await CompileAsync(alone, compiler, folder, output, cancellationToken) is { } said)
            {
                reporter.Warning($"distcc: {host} is left out: {said}");
                return false;
            }

            var found = await File.ReadAllBytesAsync(Path.Combine(folder, output), cancellationToken);
            return found.AsSpan().SequenceEqual(expected)
                ? true
                : throw new PipelineException(ExitCode.MissingTool, Step, $"distcc's host {host} has another compiler than this machine: the same source gives other bytes there", $"install the same compiler there ({compiler} --version), or take the host out of {LaunchedCompilers.DistccHosts}");
        }
    }

    // "--randomize" and the like are options, "localhost" is this machine, "+zeroconf" whoever is there.
    private static bool IsHost(string word) => word[0] is not ('-' or '+') && word.Split('/', ',', ':')[0] != "localhost";

    private async Task<string?> CompileAsync(SandboxAddition? addition, string compiler, string folder, string output, CancellationToken cancellationToken)
    {
        var words = compiler.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = (sandbox with { Addition = addition }).In(folder, new Command(words[0], [.. words[1..], "-O2", "-c", "probe.c", "-o", output]));
        var outcome = await ProcessRunner.CaptureAsync(Step, command, cancellationToken);
        return outcome.Succeeded ? null : outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Trim() ?? $"exit code {outcome.ExitCode}";
    }
}
