using Cake.Frosting;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Machine;

namespace Dom0Iptables.Tasks;

/// <summary>Says what this machine has and lacks, what that costs and how to get it.</summary>
[TaskName("Doctor")]
[TaskDescription("Says what this machine has and lacks, what that costs and how to get it")]
[TaskExample("--target=Doctor --platform=el5-x86_64")]
public sealed class DoctorTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => new Doctor(context.Reporter).ExamineAsync(Requirements.AllFor(context.Platform), context.Layout.Workspaces, context.Cancellation);
}
