using System.Collections.Immutable;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Release;

/// <summary>The names of the steps that the journal keeps and that are tasks, in the order of the data.</summary>
public static class ReleaseSteps
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = ["Unpack", "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Assemble", RehearsalRun.Step, XenRehearsal.Step, "Default"];
}
