namespace Dom0Iptables.Sources;

/// <summary>One place did not bring the archive; the next one is asked.</summary>
/// <param name="said">What the place said, or did, for people.</param>
/// <param name="cause">The fault behind it.</param>
internal sealed class PlaceFailure(string said, Exception? cause = null) : Exception(said, cause)
{
    /// <summary>Whether the place gave an archive, but not the one that was asked for.</summary>
    public bool WrongBytes { get; init; }

    /// <summary>Whether the same place may do better when asked again.</summary>
    public bool MayRetry { get; init; }

    /// <summary>How long the place asks to be left alone before that.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
