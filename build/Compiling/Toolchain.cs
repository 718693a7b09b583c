using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Compiling;

/// <summary>Asks the programs that make the artifacts for their versions.</summary>
public static class Toolchain
{
    /// <summary>The programs that compile and link.</summary>
    public static ImmutableArray<string> Compilers { get; } = ["gcc", "as", "ld", "make"];

    /// <summary>All programs whose version could reach an artifact.</summary>
    public static ImmutableArray<string> All { get; } = [.. Compilers, "patch", "rpmbuild"];

    /// <summary>The first line of what each program says of itself.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="environment">The environment they run in during the build.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Failures.PipelineException">One of them is not on this machine.</exception>
    public static async Task<ImmutableSortedDictionary<string, string>> IdentifyAsync(ImmutableArray<string> programs, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(programs.Select(async program =>
        {
            var outcome = await ProcessRunner.CaptureAsync("Configure", environment.In(Path.GetTempPath(), Command.Of(program, "--version")), cancellationToken);
            return KeyValuePair.Create(program, outcome.StandardOutput.Split('\n')[0].Trim());
        }));
        return answers.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }
}
