using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Installs and uses the packages on a real Xen dom0 with guests, in a virtual machine.</summary>
[TaskName("RehearseXen")]
[TaskDescription("Installs and uses the packages on a real Xen dom0 with guests, in a virtual machine")]
[TaskExample("--target=RehearseXen --recipe=iptables-1.8.9")]
[IsDependentOn(typeof(GateTask))]
public sealed class RehearseXenTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.RehearseXenAsync(context.Cancellation);
}
