using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Puts together what the same inputs always give: packages, archive, manifest.</summary>
[TaskName("Assemble")]
[TaskDescription("Puts together what the same inputs always give: packages, archive, manifest")]
[TaskExample("--target=Assemble --platform=el5-x86_64")]
[IsDependentOn(typeof(ArchiveTask))]
[IsDependentOn(typeof(RpmTask))]
[IsDependentOn(typeof(SrpmTask))]
[IsDependentOn(typeof(GateTask))]
public sealed class AssembleTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.AssembleAsync(context.Cancellation);
}
