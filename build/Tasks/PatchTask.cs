using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Applies the recipe's patches.</summary>
[TaskName("Patch")]
[TaskDescription("Applies the recipe's patches")]
[TaskExample("--target=Patch --from=Patch")]
[IsDependentOn(typeof(UnpackTask))]
public sealed class PatchTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.PatchAsync(context.Cancellation);
}
