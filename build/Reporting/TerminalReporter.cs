using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;
using Spectre.Console;

namespace Dom0Iptables.Reporting;

/// <summary>
/// Reports to a person at a terminal: the steps below, with their state and time, and above them what scrolls by. Where no
/// steps were planned there are only lines.
/// </summary>
/// <param name="console">The terminal.</param>
/// <param name="isVerbose">Whether details are shown.</param>
public sealed class TerminalReporter(IAnsiConsole console, bool isVerbose) : IReporter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly StepBoard board = new(TimeProvider.System);
    private readonly TaskCompletionSource ended = new();
    private readonly Lock gate = new();

    // While the steps are shown, one thread alone writes: Spectre's live display and its console each have a lock, which
    // two threads can take in opposite order.
    private readonly Queue<(string Text, Style Style)> waiting = new();
    private Task? view;

    /// <inheritdoc/>
    public int Width => console.Profile.Width;

    /// <inheritdoc/>
    public bool ShowsProgress => true;

    /// <inheritdoc/>
    public bool IsDrawing => view is { IsCompleted: false };

    /// <inheritdoc/>
    public void Plan(ImmutableArray<string> steps)
    {
        board.Plan(steps);
        lock (gate)
        {
            view ??= Task.Factory.StartNew(Show, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void StepBegins(string name) => board.Begin(name);

    /// <inheritdoc/>
    public void StepEnds(string name, StepState state) => board.End(name, state);

    /// <inheritdoc/>
    public void Line(string text) => Write(text, Style.Plain);

    /// <inheritdoc/>
    public void Detail(string text)
    {
        if (isVerbose)
        {
            Line(text);
        }
    }

    /// <inheritdoc/>
    public void Warning(string text) => Write($"Warning: {text}", new Style(Color.Yellow, decoration: Decoration.Bold));

    /// <inheritdoc/>
    public void Progress(string text, double? fraction = null) => board.Progress(text, fraction);

    /// <inheritdoc/>
    public void Artifact(string path)
    {
    }

    /// <inheritdoc/>
    public void Close()
    {
        ended.TrySetResult();
        view?.Wait();
        lock (gate)
        {
            WriteWaiting();
        }
    }

    /// <inheritdoc/>
    public void Result(ExitCode code, Exception? failure)
    {
    }

    private void Write(string text, Style style)
    {
        lock (gate)
        {
            waiting.Enqueue((text, style));
            if (!IsDrawing)
            {
                WriteWaiting();
            }
        }
    }

    private void WriteWaiting()
    {
        while (waiting.TryDequeue(out var next))
        {
            // At once, with its end: the steps are drawn anew below whatever is written.
            var text = string.Join('\n', HangingLines.Of(Printable.Lines(next.Text), Width)) + "\n";
            console.Write(IsDrawing ? new ScrolledText(text, next.Style) : new Spectre.Console.Text(text, next.Style));
        }
    }

    private void Show() =>
        console.Live(Picture()).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            while (!ended.Task.Wait(Interval))
            {
                lock (gate)
                {
                    WriteWaiting();
                }

                context.UpdateTarget(Picture());
            }
        });

    private Spectre.Console.Rendering.IRenderable Picture() => StepView.Of(board.Steps, console.Profile.Width, console.Profile.Height, console.Profile.Capabilities.Unicode);
}
