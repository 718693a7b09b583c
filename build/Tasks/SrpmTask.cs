using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Makes the source RPM.</summary>
[TaskName("Srpm")]
[TaskDescription("Makes the source RPM")]
[TaskExample("--target=Srpm --recipe=iptables-1.8.9")]
[IsDependentOn(typeof(StageTask))]
public sealed class SrpmTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.SrpmAsync(context.Cancellation);
}
