using Cake.Core;
using Cake.Frosting;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>Records the start and end of each task.</summary>
internal sealed class SampleTaskLifetime(Journal journal) : FrostingTaskLifetime<SampleContext>
{
    public override void Setup(SampleContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

    public override void Teardown(SampleContext context, ITaskTeardownContext info)
        => journal.Add($"after {info.Task.Name}: {(info.Skipped ? "skipped" : SampleLifetime.Describe(info.ThrownException))}");
}
