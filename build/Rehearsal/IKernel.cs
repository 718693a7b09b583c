using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Rehearsal;

/// <summary>A kernel beside this machine's own.</summary>
public interface IKernel
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Runs a command in a root folder, on a copy of it.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="command">A line of POSIX sh.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>All that it said.</returns>
    /// <exception cref="PipelineException">It did not come to its end, or this machine has not what it is made of (<see cref="ExitCode.MissingTool"/>).</exception>
    Task<ImmutableArray<string>> RunAsync(string root, string command, CancellationToken cancellationToken);
}
