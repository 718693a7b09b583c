using Dom0Iptables.Packaging;

namespace Dom0Iptables.Gates;

/// <summary>A package before the gates.</summary>
/// <param name="Rpm">What it says of itself.</param>
/// <param name="Unpacked">The folder that its payload was unpacked into.</param>
public sealed record ExaminedPackage(RpmPackage Rpm, string Unpacked)
{
    /// <summary>Where a file of it lies unpacked.</summary>
    public string PathOf(RpmFile file) => Path.Combine(Unpacked, file.Path.TrimStart('/'));
}
