using System.Collections.Immutable;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Recipes;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Release;

/// <summary>The names of the steps, in the order of the data.</summary>
public static class ReleaseSteps
{
    /// <summary>All that the journal keeps and that are tasks.</summary>
    public static ImmutableArray<string> All { get; } = ["Unpack", "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Assemble", RehearsalRun.Step, XenRehearsal.Step, "Default"];

    /// <summary>The steps that some tasks take for a platform: the tasks, and before Configure the library that it waits for, where the platform has one.</summary>
    /// <param name="tasks">The tasks in their order.</param>
    /// <param name="platform">The platform.</param>
    public static ImmutableArray<string> Planned(ImmutableArray<string> tasks, Platform platform) =>
        platform.AbiTable is not null && tasks.IndexOf("Configure") is var configure and >= 0 ? tasks.Insert(configure, LinkLibrary.Step) : tasks;
}
