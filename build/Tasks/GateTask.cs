using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Holds the packages against the platform, and refuses those that it cannot run.</summary>
[TaskName("Gate")]
[TaskDescription("Holds the packages against the platform, and refuses those that it cannot run")]
[TaskExample("--target=Gate --rpm=iptables-1.4.8-1.i686.rpm --rpm=iptables-devel-1.4.8-1.i686.rpm")]
[IsDependentOn(typeof(RpmTask))]
[IsDependentOn(typeof(SrpmTask))]
public sealed class GateTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) =>
        context.Options.Packages.IsEmpty ? context.Release.GateAsync(context.Cancellation) : context.GivenPackages.RunAsync(context.Options.Packages, context.Cancellation);
}
