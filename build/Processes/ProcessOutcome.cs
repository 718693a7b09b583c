namespace Dom0Iptables.Processes;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 plus the signal's number where a signal ended it.</param>
/// <param name="StandardOutput">What it printed to stdout, where that was captured, else empty.</param>
/// <param name="StandardError">What it printed to stderr, where that was captured, else empty.</param>
/// <param name="Duration">From start to end.</param>
public sealed record ProcessOutcome(int ExitCode, string StandardOutput, string StandardError, TimeSpan Duration)
{
    /// <summary>Whether the exit code was 0.</summary>
    public bool Succeeded => ExitCode == 0;
}
