namespace Dom0Iptables.Reproducing;

/// <summary>What comes of comparing an artifact with the same one of another build.</summary>
public enum ArtifactOutcome
{
    /// <summary>The same bytes.</summary>
    Same,

    /// <summary>The same bytes but for signatures.</summary>
    SameButSigned,

    /// <summary>Other bytes.</summary>
    Differs,

    /// <summary>The other build has it, this one has not.</summary>
    Missing,

    /// <summary>This one has it, the other build has not.</summary>
    Unknown,
}
