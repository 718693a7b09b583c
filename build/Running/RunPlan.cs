using System.Collections.Immutable;

namespace Dom0Iptables.Running;

/// <summary>Carries which tasks the engine will run, known once its setup begins, to the rooms.</summary>
public sealed class RunPlan
{
    /// <summary>The tasks' names in their order; empty before the setup.</summary>
    public ImmutableArray<string> Tasks { get; private set; } = [];

    /// <summary>Takes up what the engine says.</summary>
    public void Settle(IEnumerable<string> tasks) => Tasks = [.. tasks];
}
