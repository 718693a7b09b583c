using Cake.Frosting;

namespace Dom0Iptables.Tasks;

/// <summary>Fetches the released archive and verifies it.</summary>
[TaskName("Fetch")]
[TaskDescription("Fetches the released archive and verifies it")]
public sealed class FetchTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Choice.FetchAsync(context.Cancellation);
}
