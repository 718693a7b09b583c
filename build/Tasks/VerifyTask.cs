using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Builds somebody's artifacts again, and says whether they are what their source gives.</summary>
[TaskName("Verify")]
[TaskDescription("Builds somebody's artifacts (--against=DIR) again, and says whether they are what their source gives")]
[TaskExample("--target=Verify --against=/tmp/somebodys")]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.Verification.RunAsync(context.Options.Against!, context.Cancellation);
}
