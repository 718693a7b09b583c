using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Unpacks the archive safely.</summary>
[TaskName("Unpack")]
[TaskDescription("Unpacks the archive safely")]
[TaskExample("--target=Unpack --force")]
[IsDependentOn(typeof(FetchTask))]
public sealed class UnpackTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.UnpackAsync(context.Cancellation);
}
