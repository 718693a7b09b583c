namespace Dom0Iptables.Sources;

/// <summary>How patient a fetch is. The defaults suit people; tests take milliseconds.</summary>
public sealed record FetchSettings
{
    /// <summary>How long a connection may take to come about. A server that takes longer is given up, not tried again.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a server may be silent, before its answer or in the midst of it. The whole download may take longer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one address is asked before the next place is.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where a server asks for a longer one (Retry-After).</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many redirections one request may follow.</summary>
    public int MaximumRedirects { get; init; } = 10;

    /// <summary>The most bytes of an archive whose size is not known beforehand.</summary>
    public long MaximumSize { get; init; } = 1L << 30;

    /// <summary>The most bytes of a detached signature.</summary>
    public long MaximumSignatureSize { get; init; } = 1L << 16;

    /// <summary>How often progress is reported.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Where the machine's apt keeps its list of mirrors.</summary>
    public string AptFolder { get; init; } = "/etc/apt";
}
