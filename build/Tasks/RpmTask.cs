using Cake.Frosting;

namespace Dom0Iptables.Tasks;

/// <summary>Wraps what was staged into RPMs.</summary>
[TaskName("Rpm")]
[TaskDescription("Wraps what was staged into RPMs")]
[IsDependentOn(typeof(StageTask))]
public sealed class RpmTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.RpmAsync(context.Cancellation);
}
