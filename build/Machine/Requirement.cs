using System.Collections.Immutable;

namespace Dom0Iptables.Machine;

/// <summary>Something that the machine must have for some of the tasks.</summary>
/// <param name="Name">What it is ("rpmbuild").</param>
/// <param name="Tasks">The tasks that cannot be done without it.</param>
/// <param name="DebianPackage">The package that brings it on Debian.</param>
/// <param name="FedoraPackage">The package that brings it on Fedora, CentOS and their kin.</param>
/// <param name="IsThere">Looks whether the machine has it.</param>
public sealed record Requirement(
    string Name,
    ImmutableArray<string> Tasks,
    string DebianPackage,
    string FedoraPackage,
    Func<CancellationToken, Task<bool>> IsThere)
{
    /// <summary>Of what every task can be done without: what it is good for. Null for the rest.</summary>
    public string? Benefit { get; init; }
}
