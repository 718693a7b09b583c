using Cake.Core;
using Cake.Frosting;
using Dom0Iptables.Release;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Running;

/// <summary>Reports the tasks that no journal keeps; the others' steps are reported where they really begin and end.</summary>
public sealed class TaskLifetime : FrostingTaskLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
        if (!ReleaseSteps.All.Contains(info.Task.Name) && context.Plan.Tasks.Length > 1)
        {
            context.Reporter.StepBegins(info.Task.Name);
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        if (context.Plan.Tasks.Length > 1)
        {
            context.Reporter.StepEnds(info.Task.Name, info.Successful ? StepState.Done : StepState.Failed);
        }
    }
}
