using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Installs the packages on scratch dom0s and uses them there.</summary>
[TaskName("Rehearse")]
[TaskDescription("Installs the packages on scratch dom0s and uses them there: lives, services, guests, packets")]
[TaskExample("--target=Rehearse --recipe=iptables-1.8.9")]
[IsDependentOn(typeof(GateTask))]
public sealed class RehearseTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.RehearseAsync(context.Cancellation);
}
