using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Running;

/// <summary>Cake's own log, with its lines broken between words where they go to a terminal, which would break them anywhere.</summary>
/// <param name="console">Where it goes.</param>
public sealed class TerminalLog(IConsole console) : ICakeLog
{
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
        var text = args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

        // As CakeBuildLog parts its two streams.
        var isRedirected = level <= LogLevel.Error ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        _log.Write(verbosity, level, "{0}", HangingLines.Of(text, isRedirected));
    }
}
