using System.Reflection;
using Cake.Frosting;
using Dom0Iptables.CommandLine;
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
        KeepColourOutOfLogs();
        var tasks = TaskTypes();
        try
        {
            var options = CommandLineReader.Read(arguments, [.. tasks.Select(task => task.Name)], Environment.CurrentDirectory);
            if (options.Help)
            {
                Console.WriteLine(HelpText.Of(tasks));
                return (int)ExitCode.Success;
            }

            var layout = ProjectLayout.Find();
            using var interruption = new Interruption();
            var reporter = new ConsoleReporter(options.Verbosity);
            using var locks = new WorkspaceLocks(options.Wait, reporter, interruption.Token);
            var outcome = new RunOutcome(interruption);
            if (options.NoSandbox)
            {
                Posix.AdoptOrphans();
            }

            var code = host(
                services => services
                    .AddSingleton(options)
                    .AddSingleton(layout)
                    .AddSingleton(new Catalogue(layout.Top))
                    .AddSingleton<IReporter>(reporter)
                    .AddSingleton(interruption)
                    .AddSingleton(locks)
                .AddSingleton(outcome),
                CommandLineReader.ForCake(arguments));
            if (options.NoSandbox)
            {
                Descendants.End();
            }

            return (int)outcome.Of(code);
        }
        catch (PipelineException exception)
        {
            Console.Error.WriteLine($"Error: {exception.Message}");
            return (int)exception.Code;
        }
    }

    // Cake goes by TERM alone and would colour a file; https://no-color.org is what it heeds.
    private static void KeepColourOutOfLogs()
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
        }
    }

    private static List<(string Name, string Description)> TaskTypes() =>
        [.. typeof(Entrance).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && typeof(IFrostingTask).IsAssignableFrom(type))
            .Select(type => (type.GetCustomAttribute<TaskNameAttribute>()!.Name, type.GetCustomAttribute<TaskDescriptionAttribute>()!.Description))
            .OrderBy(task => task.Name, StringComparer.Ordinal)];
}
