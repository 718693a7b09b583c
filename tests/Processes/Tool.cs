using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Processes;

/// <summary>Runs the real tools that tests stand on.</summary>
internal static class Tool
{
    /// <summary>Ends the test as not run where a program is not on this machine.</summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs)
        {
            if (ProcessRunner.FindOnPath(program) is null)
            {
                Assert.Ignore($"{program} is not on this machine");
            }
        }
    }

    /// <summary>Runs a program whatever it ends with.</summary>
    public static ProcessOutcome Try(string? folder, string program, params string[] arguments) =>
        ProcessRunner.CaptureAsync("Test", Command.Of(program, [.. arguments]) with { WorkingDirectory = folder }, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Runs a program that must succeed, and gives what it printed.</summary>
    public static string Run(string? folder, string program, params string[] arguments)
    {
        var outcome = Try(folder, program, arguments);
        Assert.That(outcome.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {outcome.StandardOutput}{outcome.StandardError}");
        return outcome.StandardOutput;
    }
}
