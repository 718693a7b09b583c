using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Archives the built tree.</summary>
[TaskName("Archive")]
[TaskDescription("Archives the built tree")]
[TaskExample("--target=Archive --stamp=100521")]
[IsDependentOn(typeof(StageTask))]
public sealed class ArchiveTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.ArchiveAsync(context.Cancellation);
}
