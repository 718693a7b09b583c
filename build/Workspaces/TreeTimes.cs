using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Workspaces;

/// <summary>
/// Gives what a step has made one time, older files too: the machine's clock, right or wrong, is in none of it, and what is
/// made a second time is the same. make takes what is as old as its sources for made.
/// </summary>
public static class TreeTimes
{
    /// <summary>Sets the time of files and whole trees, links themselves included.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="paths">The files and folders.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">A time cannot be set (<see cref="ExitCode.Storage"/>).</exception>
    public static async Task SetAsync(string step, ImmutableArray<string> paths, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var command = Command.Of("find", [.. paths, "-exec", "touch", "--no-dereference", $"--date=@{seconds}", "--", "{}", "+"]);
        var outcome = await ProcessRunner.CaptureAsync(step, command, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(
                ExitCode.Storage,
                step,
                $"the times of what was made cannot be set: {outcome.StandardError.Trim()}",
                "make the place writable, and run the same command again",
                command.Shown,
                outcome.ExitCode);
        }
    }
}
