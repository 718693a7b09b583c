using System.Diagnostics;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reporting;

/// <summary>Reports to the console: lines to stdout, warnings to stderr, progress in one line where there is a terminal.</summary>
/// <param name="verbosity">quiet, minimal, normal, verbose or diagnostic.</param>
public sealed class ConsoleReporter(string verbosity) : IReporter
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null or "";
    private readonly bool hasColour = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly bool isQuiet = verbosity == "quiet";
    private readonly bool isVerbose = verbosity is "verbose" or "diagnostic";
    private readonly Stopwatch sinceProgress = Stopwatch.StartNew();
    private bool progressIsShown;

    /// <inheritdoc/>
    public int Width => Console.IsOutputRedirected ? int.MaxValue : Console.WindowWidth;

    /// <inheritdoc/>
    public void Line(string text)
    {
        if (!isQuiet)
        {
            Write(Console.Out, Printable.Lines(text));
        }
    }

    /// <inheritdoc/>
    public void Detail(string text)
    {
        if (isVerbose)
        {
            Write(Console.Out, Printable.Lines(text));
        }
    }

    /// <inheritdoc/>
    public void Warning(string text)
    {
        var plain = $"Warning: {Printable.Lines(text)}";
        Write(Console.Error, hasColour ? $"\e[1;33m{plain}\e[0m" : plain);
    }

    /// <inheritdoc/>
    public void Progress(string text)
    {
        if (isQuiet)
        {
            return;
        }

        lock (gate)
        {
            if (sinceProgress.Elapsed < (isTerminal ? TerminalPause : LogPause))
            {
                return;
            }

            sinceProgress.Restart();
            var plain = Printable.Lines(text);
            if (!isTerminal)
            {
                Console.Out.WriteLine(plain);
                return;
            }

            var width = Math.Max(20, Console.WindowWidth - 1);
            Console.Out.Write($"\r\e[K{(plain.Length > width ? plain[..width] : plain)}");
            progressIsShown = true;
        }
    }

    private void Write(TextWriter writer, string text)
    {
        lock (gate)
        {
            if (progressIsShown)
            {
                Console.Out.Write("\r\e[K");
                Console.Out.Flush();
                progressIsShown = false;
            }

            writer.WriteLine(text);
        }
    }
}
