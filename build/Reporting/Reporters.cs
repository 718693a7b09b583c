using Dom0Iptables.CommandLine;
using Spectre.Console;

namespace Dom0Iptables.Reporting;

/// <summary>Chooses how a run is reported: by what was asked for, and by who is there to read it.</summary>
public static class Reporters
{
    /// <summary>The reporter of this process.</summary>
    /// <param name="options">What was asked for.</param>
    public static IReporter For(BuildOptions options)
    {
        var isVerbose = options.Verbosity is "verbose" or "diagnostic";
        if (options.Json)
        {
            return new JsonReporter(Console.Out, isVerbose, TimeProvider.System);
        }

        if (options.Verbosity == "quiet")
        {
            return new QuietReporter(Console.Out, Console.Error);
        }

        var isColoured = !IsSet("NO_COLOR");
        if (!Console.IsOutputRedirected && !IsSet("CI") && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"))
        {
            return new TerminalReporter(
                AnsiConsole.Create(new AnsiConsoleSettings
                {
                    ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                    Out = new AnsiConsoleOutput(Console.Out),
                }),
                isVerbose);
        }

        var groups = IsSet("GITHUB_ACTIONS") ? LogGroups.GitHub : IsSet("GITLAB_CI") ? LogGroups.GitLab : LogGroups.Plain;
        return new PlainReporter(Console.Out, Console.Error, isVerbose, groups, isColoured && !Console.IsErrorRedirected ? "\e[1;33m{0}\e[0m" : "{0}");
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
