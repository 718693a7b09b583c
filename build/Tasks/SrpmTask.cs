using Cake.Frosting;

namespace Dom0Iptables.Tasks;

/// <summary>Makes the source RPM.</summary>
[TaskName("Srpm")]
[TaskDescription("Makes the source RPM")]
[IsDependentOn(typeof(StageTask))]
public sealed class SrpmTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.SrpmAsync(context.Cancellation);
}
