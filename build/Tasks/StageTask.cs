using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Runs make install below DESTDIR.</summary>
[TaskName("Stage")]
[TaskDescription("Runs make install below DESTDIR")]
[TaskExample("--target=Stage --timeout=15m")]
[IsDependentOn(typeof(MakeTask))]
public sealed class StageTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Release.StageAsync(context.Cancellation);
}
