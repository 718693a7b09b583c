using Cake.Common;
using Cake.Core;
using Cake.Frosting;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>Records the run's start and end; --fail-in=setup and --fail-in=teardown make it fail there.</summary>
internal sealed class SampleLifetime(Journal journal) : FrostingLifetime<SampleContext>
{
    public override void Setup(SampleContext context, ISetupContext info)
    {
        journal.Add($"setup for {info.TargetTask.Name}");
        FailIn(context, "setup");
    }

    public override void Teardown(SampleContext context, ITeardownContext info)
    {
        journal.Add($"teardown after {Describe(info.ThrownException)}");
        FailIn(context, "teardown");
    }

    internal static string Describe(Exception? exception) => exception is CakeException { ExitCode: var code } ? $"CakeException {code}" : exception?.GetType().Name ?? "success";

    private static void FailIn(SampleContext context, string stage)
    {
        if (context.Argument("fail-in", string.Empty) == stage)
        {
            throw new CakeException(9, $"The {stage} fails.");
        }
    }
}
