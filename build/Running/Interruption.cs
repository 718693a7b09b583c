using System.Runtime.InteropServices;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Running;

/// <summary>Turns SIGINT and SIGTERM into a cancellation, so that children end and nothing half-made is left.</summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

    /// <summary>Listens from now on.</summary>
    public Interruption()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted));
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated));
    }

    /// <summary>Cancelled by a signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What the run ends with if a signal came, else null.</summary>
    public ExitCode? Code { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context, ExitCode code)
    {
        context.Cancel = true;
        Code ??= code;
        source.Cancel();
    }
}
