using System.Collections.Immutable;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>How a run is started: what may differ between users and machines.</summary>
internal sealed record Manner
{
    /// <summary>The caller's umask, octal.</summary>
    public string Umask { get; init; } = "022";

    /// <summary>Whether it runs as an ordinary user; only root can ask for that.</summary>
    public bool AsNobody { get; init; }

    /// <summary>Variables beside the plain ones.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;
}
