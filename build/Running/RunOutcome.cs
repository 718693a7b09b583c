using Dom0Iptables.Failures;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Running;

/// <summary>
/// Carries a failure past Cake's host, whose exit code is 1 whatever a task has thrown (the engine wraps it in a
/// CakeReportException, which has no code).
/// </summary>
/// <param name="interruption">Whether a signal came.</param>
public sealed class RunOutcome(Interruption interruption)
{
    /// <summary>What the run failed with, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Keeps the first failure.</summary>
    public void Observe(Exception failure) => Failure ??= failure;

    /// <summary>The exit code of the run.</summary>
    /// <param name="hostCode">What Cake's host returned.</param>
    public ExitCode Of(int hostCode) => Failure switch
    {
        null when hostCode == 0 => ExitCode.Success,
        OperationCanceledException when interruption.Code is { } code => code,
        PipelineException when interruption.Code is { } code => code,
        PipelineException exception => exception.Code,
        { } exception when StorageFault.Is(exception) => ExitCode.Storage,
        _ => ExitCode.Unexpected,
    };
}
