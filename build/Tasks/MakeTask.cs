using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Runs make, with its stderr in error.log.</summary>
[TaskName("Make")]
[TaskDescription("Runs make, with its stderr in error.log")]
[TaskExample("--target=Make --jobs=4")]
[IsDependentOn(typeof(ConfigureTask))]
public sealed class MakeTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.MakeAsync(context.Cancellation);
}
