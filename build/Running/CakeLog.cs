using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Running;

/// <summary>
/// Cake's own log, with its lines broken between words where they go to a terminal, which would break them anywhere, and
/// above the picture of the steps where there is one.
/// </summary>
/// <param name="console">Where it goes.</param>
/// <param name="reporter">Keeps the picture.</param>
public sealed class CakeLog(IConsole console, IReporter reporter) : ICakeLog
{
    // Cake says so before it is known what it was; the error says it, and more.
    private const string TaskFailed = "An error occurred when executing task";

    private readonly CakeBuildLog _log = new(console);

    /// <inheritdoc/>
    public Verbosity Verbosity
    {
        get => _log.Verbosity;
        set => _log.Verbosity = value;
    }

    /// <inheritdoc/>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity || format.StartsWith(TaskFailed, StringComparison.Ordinal))
        {
            return;
        }

        var text = args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
        if (reporter.IsDrawing)
        {
            reporter.Line(text);
            return;
        }

        // As CakeBuildLog parts its two streams.
        var isRedirected = level <= LogLevel.Error ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        _log.Write(verbosity, level, "{0}", HangingLines.Of(text, isRedirected));
    }
}
