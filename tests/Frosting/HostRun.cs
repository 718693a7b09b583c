using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>One run of a host: its exit code, what the tasks did and what Cake showed.</summary>
internal sealed record HostRun(int ExitCode, IReadOnlyList<string> Journal, string Output)
{
    // Spectre's command line keeps the first console that it meets for good, so all runs write to this one.
    private static readonly StringWriter Written = new();
    private static readonly IAnsiConsole PlainConsole = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(Written) });

    /// <summary>What the tasks and lifetimes did, in one line.</summary>
    public string Story => string.Join(", ", Journal);

    /// <summary>Runs the given tasks with the given arguments.</summary>
    public static HostRun Of(IEnumerable<Type> tasks, params string[] arguments) => Of(host => host.AddAssembly(new TaskSet([.. tasks])), arguments);

    /// <summary>Runs a host that a test has wired, with the sample context unless that names another.</summary>
    public static HostRun Of(Action<CakeHost> wire, params string[] arguments)
    {
        Written.GetStringBuilder().Clear();
        var journal = new Journal();
        var workingDirectory = Environment.CurrentDirectory;
        var ansiConsole = AnsiConsole.Console;
        try
        {
            PlainConsole.Profile.Width = 120;
            AnsiConsole.Console = PlainConsole;
            var host = new CakeHost()
                .UseContext<SampleContext>()
                .ConfigureServices(services => services.AddSingleton(journal).AddSingleton<IConsole>(new ConsoleSpy(Written)));
            wire(host);
            return new HostRun(host.Run(arguments), journal.Entries, Written.ToString());
        }
        finally
        {
            AnsiConsole.Console = ansiConsole;
            Environment.CurrentDirectory = workingDirectory;
        }
    }
}
