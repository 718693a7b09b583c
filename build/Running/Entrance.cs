using Cake.Core;
using Cake.Core.Diagnostics;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Documentation;
using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Dom0Iptables.Running;

/// <summary>What happens before Cake's host is started and after it has ended: the command line, signals, the exit code.</summary>
public static class Entrance
{
    // Octal 022: what is made may be read by all and written by its owner, whatever the caller's umask is.
    private const int ReadableByAll = 18;

    /// <summary>Runs the pipeline.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="host">Runs Cake's host with these services registered and on these arguments, and returns its exit code.</param>
    /// <returns>The process's exit code; README.md has the table.</returns>
    public static int Run(string[] arguments, Func<Action<IServiceCollection>, IReadOnlyList<string>, int> host)
    {
        Posix.SetFileModeCreationMask(ReadableByAll);
        Posix.LimitOpenFiles();
        KeepColourOutOfLogs();
        try
        {
            var options = CommandLineReader.Read(arguments, TaskTable.Names, Environment.CurrentDirectory);
            var layout = ProjectLayout.Find();
            if (Printed(options, layout) is { } text)
            {
                Console.WriteLine(text);
                return (int)ExitCode.Success;
            }

            using var interruption = new Interruption();
            var reporter = Reporters.For(options);
            if (options is { Platforms.Length: > 1, ShowOnly: false })
            {
                return (int)RunPlatforms(options, layout, reporter, arguments, interruption);
            }

            using var locks = new WorkspaceLocks(options.Wait, reporter, interruption.Token);
            var outcome = new RunOutcome(interruption);
            if (options.NoSandbox)
            {
                Posix.AdoptOrphans();
            }

            var code = host(
                services => services
                    .AddSingleton<ICakeLog, CakeLog>()
                    .AddSingleton(options)
                    .AddSingleton(layout)
                    .AddSingleton(new Catalogue(layout.Top))
                    .AddSingleton<IReporter>(reporter)
                    .AddSingleton(interruption)
                    .AddSingleton(locks)
                    .AddSingleton(outcome)
                    .AddSingleton<RunPlan>()
                    .AddSingleton<ICakeReportPrinter, NoReport>(),
                CommandLineReader.ForCake(arguments));
            if (options.NoSandbox)
            {
                Descendants.End();
            }

            reporter.Close();
            reporter.Result(outcome.Of(code), outcome.Failure);
            return (int)outcome.Of(code);
        }
        catch (PipelineException exception)
        {
            TellError(exception);
            return (int)exception.Code;
        }
    }

    private static ExitCode RunPlatforms(BuildOptions options, ProjectLayout layout, IReporter reporter, string[] arguments, Interruption interruption)
    {
        // Before the first run begins, not after it.
        var catalogue = new Catalogue(layout.Top);
        foreach (var platform in options.Platforms)
        {
            _ = catalogue.Platform(platform);
        }

        ExitCode code;
        Exception? failure = null;
        try
        {
            code = new PlatformRuns(layout, reporter).RunAsync(options.Platforms, arguments, interruption.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception) when (interruption.Code is { } signal)
        {
            code = signal;
            failure = StoppedRun.At(PlatformRuns.Step, exception, interruption.Token);
        }

        reporter.Close();
        if (failure is not null)
        {
            TellError(failure);
        }

        reporter.Result(code, failure);
        return code;
    }

    private static void TellError(Exception exception) => Console.Error.WriteLine(HangingLines.Of($"Error: {exception.Message}", Console.IsErrorRedirected));

    // What is asked for instead of a run, or null.
    private static string? Printed(BuildOptions options, ProjectLayout layout)
    {
        var catalogue = new Catalogue(layout.Top);
        return options switch
        {
            { Help: true } => HangingLines.Of(HelpText.Of(TaskTable.All), Console.IsOutputRedirected),
            { Manual: true } => ManualPage.Of(TaskTable.All),
            { Reference: true } => ReferenceText.Of(TaskTable.All),
            { Completion: not null } => BashCompletion.Of(Path.Combine(layout.Top, "build.sh"), catalogue.Recipes, catalogue.Platforms),
            _ => null,
        };
    }

    // Cake goes by TERM alone and would colour a file; https://no-color.org is what it heeds.
    private static void KeepColourOutOfLogs()
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
        }
    }
}
