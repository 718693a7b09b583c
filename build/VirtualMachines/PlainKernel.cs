using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Debian's kernel in a plain machine, for what this machine's own kernel does not run.</summary>
/// <param name="step">The step on whose behalf it runs.</param>
/// <param name="cache">Where Debian's packages are kept.</param>
/// <param name="scratch">A folder for the machine's files.</param>
/// <param name="logs">Where its console is kept.</param>
/// <param name="reporter">Shown what the console says.</param>
public sealed class PlainKernel(string step, string cache, string scratch, StepLogs logs, IReporter reporter) : IKernel
{
    /// <inheritdoc/>
    public string Name => "Debian's kernel under QEMU";

    /// <inheritdoc/>
    /// <exception cref="PipelineException">It did not end in time (<see cref="ExitCode.Rehearsal"/>), or what it is made of cannot be had (<see cref="ExitCode.MissingTool"/>).</exception>
    public Task<ImmutableArray<string>> RunAsync(string root, string command, CancellationToken cancellationToken) =>
        new PlainMachine(step, new DebianPackages(step, cache, reporter), Path.Combine(scratch, "machine"), logs.Of($"{step}-machine"), reporter).RunAsync(root, command, cancellationToken);
}
