using System.Collections.Immutable;
using Cake.Core;
using Cake.Frosting;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Launching;
using Dom0Iptables.Machine;
using Dom0Iptables.Release;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Running;

/// <summary>Before the first task: the machine has what the tasks need. After the last: the failure's evidence is kept.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    private static readonly ImmutableArray<string> TasksWithoutWorkspace = ["Doctor", "Clean", "Test", "Verify"];

    private static readonly ImmutableArray<string> TasksInSandbox = ["Patch", "Configure", "Make", "Stage", "Rpm", "Srpm"];

    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info)
    {
        // Cake runs the lifetime for --dryrun too, and that must change nothing.
        if (context.Options.ShowOnly)
        {
            return;
        }

        try
        {
            context.Plan.Settle(info.TasksToExecute.Select(task => task.Name));
            var tasks = info.TasksToExecute.Select(task => task.Name).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
            if (tasks.Contains("Verify"))
            {
                // It has another run do these.
                tasks = tasks.Union(TasksInSandbox).Add("Gate");
            }

            if (context.Options.From is { } from && !tasks.Contains(from))
            {
                throw new PipelineException(ExitCode.Usage, "Options", $"--from={from} names a step that --target={string.Join(',', context.Options.Targets)} does not run", "./build.sh --tree shows what each task runs");
            }

            var needed = Requirements.For(context.Platform).Where(requirement => requirement.Tasks.Any(tasks.Contains)).ToImmutableArray();
            needed = context.Options.SigningKeys.IsEmpty ? needed : [.. needed, .. Requirements.ForSigning];
            needed = context.Options.Launcher is { } name && Launcher.Of(name) is { } launcher && tasks.Contains("Make") ? [.. needed, .. Requirements.For(launcher)] : needed;
            var provisioning = new Provisioning(context.Reporter, Path.Combine(context.Layout.Workspaces, "provisioning.log"));
            provisioning.EnsureAsync(needed, MayInstall(context), context.Cancellation).GetAwaiter().GetResult();
            context.AskAhead();
            if (context.Options.NoSandbox && context.Layout.Top.Contains('%', StringComparison.Ordinal))
            {
                throw new PipelineException(ExitCode.Usage, "Options", $"rpm would expand the path {context.Layout.Top} as a macro", "build in a folder without a % in its path, or in the sandbox, which does not see it");
            }

            if (!context.Options.NoSandbox && tasks.Overlaps(TasksInSandbox))
            {
                BuildSandbox.EnsureAsync(context.Cancellation).GetAwaiter().GetResult();
            }

            // Before an hour of building, not after it.
            context.TryKeysAsync().GetAwaiter().GetResult();
            if (context.Plan.Tasks.Length > 1)
            {
                context.Reporter.Plan(ReleaseSteps.Planned(context.Plan.Tasks, context.Platform));
            }
        }
        catch (Exception exception)
        {
            context.Outcome.Observe(exception);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        context.EndStepsAheadAsync().AsTask().GetAwaiter().GetResult();
        context.Reporter.Close();
        var recipe = context.RecipeInWork;
        var evidence = context.Layout.EvidenceOf(recipe, context.Options.Platform);
        if (info.ThrownException is { } failure)
        {
            context.Outcome.Observe(failure);
            if (context.Options.Packages.IsEmpty && !context.Options.Targets.Any(TasksWithoutWorkspace.Contains))
            {
                context.Reporter.Warning(Evidence.Keep(context.Layout.Workspace(recipe, context.Options.Platform), evidence, failure));
            }
        }
        else if (info.Successful && !context.Options.ShowOnly && context.Options.Targets.Contains("Default"))
        {
            Evidence.Clear(evidence);
        }
    }

    private static bool MayInstall(BuildContext context) =>
        !context.Options.NoInstall && Posix.IsRoot && Processes.ProcessRunner.FindOnPath("apt-get") is not null;
}
