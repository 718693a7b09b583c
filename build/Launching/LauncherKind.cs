namespace Dom0Iptables.Launching;

/// <summary>What a launcher is good for.</summary>
public enum LauncherKind
{
    /// <summary>It remembers what the compilers made, and needs no network.</summary>
    Cache,

    /// <summary>It has other machines compile, and needs the network for it.</summary>
    Distributor,
}
