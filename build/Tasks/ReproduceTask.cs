using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Builds again under other conditions, and compares the bytes.</summary>
[TaskName("Reproduce")]
[TaskDescription("Builds twice more under other conditions (clock, user, folder, ...), and compares the bytes")]
[TaskExample("--target=Reproduce --recipe=iptables-1.8.9")]
[IsDependentOn(typeof(AssembleTask))]
public sealed class ReproduceTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Reproduction.RunAsync(context.Cancellation);
}
