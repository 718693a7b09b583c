using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Runs configure with the procedure's flags.</summary>
[TaskName("Configure")]
[TaskDescription("Runs configure with the procedure's flags")]
[TaskExample("--target=Configure --cflags=-O2")]
[IsDependentOn(typeof(PatchTask))]
public sealed class ConfigureTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.ConfigureAsync(context.Cancellation);
}
