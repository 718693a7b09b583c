using Cake.Frosting;

namespace Dom0Iptables.Tasks;

/// <summary>Runs configure with the procedure's flags.</summary>
[TaskName("Configure")]
[TaskDescription("Runs configure with the procedure's flags")]
[IsDependentOn(typeof(PatchTask))]
public sealed class ConfigureTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.ConfigureAsync(context.Cancellation);
}
