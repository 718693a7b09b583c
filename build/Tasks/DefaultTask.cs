using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Hands over the RPMs, the source RPM and the archive.</summary>
[TaskName("Default")]
[TaskDescription("Hands over the RPMs, the source RPM and the archive")]
[TaskExample("--allow-fallback")]
[IsDependentOn(typeof(AssembleTask))]
[IsDependentOn(typeof(RehearseTask))]
public sealed class DefaultTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.HandOverAsync(context.Cancellation);
}
