using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reporting;

/// <summary>
/// Reports in lines that follow each other, for logs: each step's own together, also where steps ran beside each other.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="error">Where warnings go.</param>
/// <param name="isVerbose">Whether details are shown.</param>
/// <param name="groups">How the steps are parted.</param>
/// <param name="warningStyle">What is put around a warning's text, {0}.</param>
public sealed class PlainReporter(TextWriter output, TextWriter error, bool isVerbose, LogGroups groups, string warningStyle = "{0}") : IReporter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly StepBoard board = new(TimeProvider.System);
    private readonly Dictionary<string, List<string>> beside = new(StringComparer.Ordinal);
    private readonly Stopwatch sinceProgress = Stopwatch.StartNew();
    private string? open;

    /// <inheritdoc/>
    public int Width => int.MaxValue;

    /// <inheritdoc/>
    public bool ShowsProgress => false;

    /// <inheritdoc/>
    public bool IsDrawing => false;

    /// <inheritdoc/>
    public void Plan(ImmutableArray<string> steps) => board.Plan(steps);

    /// <inheritdoc/>
    public void StepBegins(string name)
    {
        lock (gate)
        {
            if (!board.Begin(name))
            {
                return;
            }

            if (open is null)
            {
                open = name;
                output.WriteLine(Head(name));
            }
            else
            {
                beside[name] = [];
            }
        }
    }

    /// <inheritdoc/>
    public void StepEnds(string name, StepState state)
    {
        lock (gate)
        {
            if (!board.End(name, state) || board[name] is not { } status)
            {
                return;
            }

            if (state == StepState.Kept)
            {
                Write($"{name}: nothing changed, not run again");
                return;
            }

            if (open == name)
            {
                open = null;
            }
            else if (beside.Remove(name, out var lines))
            {
                // What is open goes on below its own head again.
                Close(open);
                output.WriteLine(Head(name));
                lines.ForEach(output.WriteLine);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {(state == StepState.Failed ? "failed" : "done")} after {status.Elapsed.TotalSeconds:0.0} s"));
            Close(name);
            if (open is not null)
            {
                output.WriteLine(Head(open));
            }
        }
    }

    /// <inheritdoc/>
    public void Line(string text)
    {
        lock (gate)
        {
            Write(Printable.Lines(text));
        }
    }

    /// <inheritdoc/>
    public void Detail(string text)
    {
        if (isVerbose)
        {
            Line(text);
        }
    }

    /// <inheritdoc/>
    public void Warning(string text)
    {
        lock (gate)
        {
            var plain = Printable.Lines(text);
            if (groups == LogGroups.GitHub)
            {
                // As its toolkit escapes what would end the command.
                output.WriteLine($"::warning::{plain.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)}");
            }
            else
            {
                error.WriteLine(string.Format(CultureInfo.InvariantCulture, warningStyle, $"Warning: {plain}"));
            }
        }
    }

    /// <inheritdoc/>
    public void Progress(string text, double? fraction = null)
    {
        lock (gate)
        {
            board.Progress(text, fraction);
            if (sinceProgress.Elapsed >= Pause)
            {
                sinceProgress.Restart();
                Write(Printable.Lines(text));
            }
        }
    }

    /// <inheritdoc/>
    public void Artifact(string path)
    {
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (gate)
        {
            if (open is not null)
            {
                Close(open);
                open = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Result(ExitCode code, Exception? failure)
    {
    }

    private void Write(string text)
    {
        if (board.Here is { } step && beside.TryGetValue(step, out var lines))
        {
            lines.Add(text);
        }
        else
        {
            output.WriteLine(text);
        }
    }

    private string Head(string step) => groups switch
    {
        LogGroups.GitHub => $"::group::{step}",
        LogGroups.GitLab => $"\e[0Ksection_start:{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}:{Section(step)}\r\e[0K{step}",
        _ => $"── {step}",
    };

    private void Close(string? step)
    {
        if (step is not null && groups != LogGroups.Plain)
        {
            output.WriteLine(groups == LogGroups.GitHub ? "::endgroup::" : $"\e[0Ksection_end:{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}:{Section(step)}\r\e[0K");
        }
    }

    private static string Section(string step) => step.ToLowerInvariant();
}
