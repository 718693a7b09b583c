namespace Dom0Iptables.Packaging;

/// <summary>Something that a package requires, provides or obsoletes.</summary>
/// <param name="Name">What ("libc.so.6(GLIBC_2.3)").</param>
/// <param name="Comparison">"&lt;", "&lt;=", "=", "&gt;=", "&gt;", or empty where any version will do.</param>
/// <param name="Version">The version that is compared with; empty where there is none.</param>
public sealed record RpmDependency(string Name, string Comparison, string Version)
{
    /// <inheritdoc/>
    public override string ToString() => Comparison.Length == 0 ? Name : $"{Name} {Comparison} {Version}";
}
