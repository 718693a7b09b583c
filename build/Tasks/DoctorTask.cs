using Cake.Frosting;
using Dom0Iptables.Machine;

namespace Dom0Iptables.Tasks;

/// <summary>Says what this machine has and lacks.</summary>
[TaskName("Doctor")]
[TaskDescription("Says what this machine has and lacks")]
public sealed class DoctorTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => new Doctor(context.Reporter).ExamineAsync(Requirements.For(context.Platform), context.Layout.Workspaces, context.Cancellation);
}
