using Cake.Frosting;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Testing;

namespace Dom0Iptables.Tasks;

/// <summary>Checks the format and runs the tests.</summary>
[TaskName("Test")]
[TaskDescription("Checks the format and runs the tests")]
[TaskExample("--target=Test --filter=TestCategory!=Real")]
public sealed class TestTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => new TestRun(context.Layout, context.Reporter).RunAsync(context.Options.Filter, context.Cancellation);
}
