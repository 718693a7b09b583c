using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Fetches the released archive and verifies it.</summary>
[TaskName("Fetch")]
[TaskDescription("Fetches the released archive and verifies it")]
[TaskExample("--target=Fetch --source=/tmp/iptables-1.4.8.tar.bz2")]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Choice.FetchAsync(context.Cancellation);
}
