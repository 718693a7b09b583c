using System.Collections.Immutable;
using Dom0Iptables.Text;

namespace Dom0Iptables.Failures;

/// <summary>
/// A failure that a person can act upon: which step, what went wrong, where the evidence is, what to do next.
/// The rooms throw it; at Cake's door it becomes a CakeException that carries the exit code.
/// </summary>
public sealed class PipelineException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="code">The exit code the run ends with.</param>
    /// <param name="step">The step that failed, by its task's name ("Fetch").</param>
    /// <param name="problem">What went wrong, in one sentence without a trailing line break.</param>
    /// <param name="nextStep">What the reader can do now.</param>
    /// <param name="command">The command line that failed, fit to be read; null where no process was run.</param>
    /// <param name="commandExitCode">That command's exit code.</param>
    /// <param name="logPath">The log that holds the evidence.</param>
    /// <param name="innerException">The fault behind it.</param>
    /// <param name="excerpt">The lines of the log around the one that tells the cause; few enough to fill no screen.</param>
    public PipelineException(
        ExitCode code,
        string step,
        string problem,
        string nextStep,
        string? command = null,
        int? commandExitCode = null,
        string? logPath = null,
        Exception? innerException = null,
        ImmutableArray<string> excerpt = default)
        : base(Describe(step, problem, nextStep, command, commandExitCode, logPath, excerpt), innerException)
    {
        Code = code;
        Step = step;
        Problem = problem;
        NextStep = nextStep;
        Command = command;
        CommandExitCode = commandExitCode;
        LogPath = logPath;
        Excerpt = excerpt.IsDefault ? [] : excerpt;
    }

    /// <summary>The exit code the run ends with.</summary>
    public ExitCode Code { get; }

    /// <summary>The step that failed, by its task's name.</summary>
    public string Step { get; }

    /// <summary>What went wrong.</summary>
    public string Problem { get; }

    /// <summary>What the reader can do now.</summary>
    public string NextStep { get; }

    /// <summary>The command line that failed, fit to be read; the log has the whole of it.</summary>
    public string? Command { get; }

    /// <summary>The failed command's exit code.</summary>
    public int? CommandExitCode { get; }

    /// <summary>The log that holds the evidence.</summary>
    public string? LogPath { get; }

    /// <summary>The lines of the log around the one that tells the cause.</summary>
    public ImmutableArray<string> Excerpt { get; }

    private static string Describe(string step, string problem, string nextStep, string? command, int? commandExitCode, string? logPath, ImmutableArray<string> excerpt)
    {
        var lines = new List<string> { $"{step}: {problem}" };
        if (!excerpt.IsDefaultOrEmpty)
        {
            lines.AddRange(excerpt.Select(line => $"    {line}"));
        }

        if (command is not null)
        {
            lines.Add(commandExitCode is null ? $"  command: {command}" : $"  command: {command} (exit code {commandExitCode})");
        }

        if (logPath is not null)
        {
            lines.Add($"  log:     {logPath}");
        }

        lines.Add($"  next:    {nextStep}");
        // What went wrong may be told in the words of a file or a program, and those may hold a terminal's escape sequences.
        return Printable.Lines(string.Join(Environment.NewLine, lines));
    }
}
