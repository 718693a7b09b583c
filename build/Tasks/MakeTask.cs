using Cake.Frosting;

namespace Dom0Iptables.Tasks;

/// <summary>Runs make, with its stderr in error.log.</summary>
[TaskName("Make")]
[TaskDescription("Runs make, with its stderr in error.log")]
[IsDependentOn(typeof(ConfigureTask))]
public sealed class MakeTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.MakeAsync(context.Cancellation);
}
