using Cake.Frosting;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tasks;

/// <summary>Removes workspaces and artifacts; with --cache the downloaded sources too.</summary>
[TaskName("Clean")]
[TaskDescription("Removes workspaces and artifacts; with --cache the downloaded sources too")]
[TaskExample("--target=Clean --cache")]
public sealed class CleanTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => Task.Run(() => Cleaning.Clean(context.Layout, context.Options.Cache, context.Reporter));
}
