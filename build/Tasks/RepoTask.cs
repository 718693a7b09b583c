using Cake.Frosting;
using Dom0Iptables.CommandLine;

namespace Dom0Iptables.Tasks;

/// <summary>Puts what was handed over into a yum repository, beside what is there.</summary>
[TaskName("Repo")]
[TaskDescription("Puts what was handed over into a yum repository, beside what is there")]
[TaskExample("--target=Repo --platform=el5-x86_64")]
[IsDependentOn(typeof(DefaultTask))]
public sealed class RepoTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.AddToRepositoryAsync();
}
