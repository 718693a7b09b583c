using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Wraps what was staged into RPMs.</summary>
[TaskName("Rpm")]
[TaskDescription("Wraps what was staged into RPMs")]
[TaskExample("--target=Rpm --platform=native")]
[IsDependentOn(typeof(StageTask))]
public sealed class RpmTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.RpmAsync(context.Cancellation);
}
