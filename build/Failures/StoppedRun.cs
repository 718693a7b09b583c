namespace Dom0Iptables.Failures;

/// <summary>Says that a run was stopped by whoever started it.</summary>
internal static class StoppedRun
{
    /// <summary>The failure.</summary>
    /// <param name="step">What was stopped.</param>
    /// <param name="cause">How it was noticed.</param>
    /// <param name="cancellationToken">What stopped it.</param>
    public static OperationCanceledException At(string step, Exception cause, CancellationToken cancellationToken) =>
        new($"{step}: stopped; what was done before it is kept, and the same command goes on from there", cause, cancellationToken);
}
