using Cake.Common.Diagnostics;
using Cake.Core;
using Cake.Frosting;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>The sample graphs: Default → Make → Configure → Fetch with Lint as Make's dependee, and tasks that fail in every way.</summary>
internal static class SampleTasks
{
    public static readonly Type[] Pipeline = [typeof(Default), typeof(Make), typeof(Configure), typeof(Fetch), typeof(Lint)];

    internal abstract class Recording(Journal journal) : FrostingTask<SampleContext>
    {
        protected Journal Journal => journal;

        public override void Run(SampleContext context) => journal.Add(GetType().Name);
    }

    [IsDependentOn(typeof(Make))]
    internal sealed class Default : FrostingTask;

    [IsDependentOn(typeof(Configure))]
    [TaskDescription("Runs make.")]
    internal sealed class Make(Journal journal) : Recording(journal);

    [IsDependentOn(typeof(Fetch))]
    internal sealed class Configure(Journal journal) : Recording(journal);

    [TaskName("Fetch-Source")]
    [TaskDescription("Fetches the archive.")]
    internal sealed class Fetch(Journal journal) : Recording(journal);

    [IsDependeeOf(typeof(Make))]
    internal sealed class Lint(Journal journal) : Recording(journal);

    internal sealed class Slow : AsyncFrostingTask<SampleContext>
    {
        public override async Task RunAsync(SampleContext context)
        {
            await Task.Delay(20);
            context.Journal.Add("Slow");
        }
    }

    [IsDependentOn(typeof(Slow))]
    internal sealed class Plain(Journal journal) : AsyncFrostingTask
    {
        public override Task RunAsync(ICakeContext context)
        {
            journal.Add("Plain");
            return Task.CompletedTask;
        }
    }

    internal sealed class Observing : FrostingTask<SampleContext>
    {
        public override void Run(SampleContext context)
        {
            foreach (var (name, values) in context.Arguments.GetArguments())
            {
                context.Journal.Add($"{name}={string.Join('|', values)}");
            }

            context.Journal.Add($"platform is {context.Platform}");
            context.Journal.Add($"works in {context.Environment.WorkingDirectory}");
            context.Journal.Add($"setting is {context.Configuration.GetValue("Sample_Setting")}");
            context.Verbose("a detail");
            context.Information("a line");
        }
    }

    internal class Failing(Journal journal) : Recording(journal)
    {
        public override void Run(SampleContext context)
        {
            base.Run(context);
            throw new CakeException(7, "The task fails.");
        }
    }

    [IsDependentOn(typeof(Failing))]
    internal sealed class AfterFailing(Journal journal) : Recording(journal);

    internal sealed class Rethrowing(Journal journal) : Failing(journal)
    {
        public override void OnError(Exception exception, SampleContext context)
        {
            Journal.Add($"OnError: {exception.Message}");
            throw exception;
        }

        public override void Finally(SampleContext context) => Journal.Add("Finally");
    }

    internal sealed class Handling(Journal journal) : Failing(journal)
    {
        public override void OnError(Exception exception, SampleContext context) => Journal.Add($"OnError: {exception.Message}");
    }

    [IsDependentOn(typeof(Handling))]
    internal sealed class AfterHandling(Journal journal) : Recording(journal);

    [ContinueOnError]
    internal sealed class Harmless(Journal journal) : Failing(journal);

    [IsDependentOn(typeof(Harmless))]
    internal sealed class AfterHarmless(Journal journal) : Recording(journal);

    internal sealed class Unwilling(Journal journal) : Recording(journal), IFrostingTask
    {
        public string SkippedMessage => "there is nothing to do";

        public override bool ShouldRun(SampleContext context) => context.Platform == "native";
    }

    [IsDependentOn(typeof(Unwilling))]
    internal sealed class AfterUnwilling(Journal journal) : Recording(journal);

    [IsDependentOn(typeof(string))]
    internal sealed class Miswired : FrostingTask;

    internal sealed class Foreign : FrostingTask<ForeignContext>;

    internal sealed class ForeignContext(ICakeContext context) : FrostingContext(context);
}
