using System.Collections.Immutable;
using Dom0Iptables.Gates;

namespace Dom0Iptables.Handover;

/// <summary>manifest.json: what was built from what, with what. The same inputs give the same bytes; nothing of clock or place is in it.</summary>
/// <param name="SchemaVersion">Raised when a key changes its meaning.</param>
/// <param name="RequestedRecipe">The recipe that was asked for.</param>
/// <param name="Recipe">The recipe that was built.</param>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The release.</param>
/// <param name="Platform">What it was built for.</param>
/// <param name="SourceDateEpoch">The time that everything bears, in seconds since 1970.</param>
/// <param name="Source">The released archive and how it was verified.</param>
/// <param name="Patches">The patches in the order they were applied.</param>
/// <param name="Spec">The RPM spec.</param>
/// <param name="ConfigureArguments">What configure was told.</param>
/// <param name="Sandbox">What kept the build from the machine and its network: "bubblewrap" or "none", and what make had the network for, where it had.</param>
/// <param name="Environment">The whole environment of configure, make and rpmbuild.</param>
/// <param name="Tools">The programs that made it, with their versions.</param>
/// <param name="Warnings">How many warnings of each kind the compilers gave.</param>
/// <param name="Gates">What each gate measured, and against which limit.</param>
/// <param name="Artifacts">What is handed over; packages as they are before they are signed.</param>
public sealed record Manifest(
    int SchemaVersion,
    string RequestedRecipe,
    string Recipe,
    string Name,
    string Version,
    string Platform,
    long SourceDateEpoch,
    ManifestSource Source,
    ImmutableArray<ManifestFile> Patches,
    ManifestFile Spec,
    ImmutableArray<string> ConfigureArguments,
    string Sandbox,
    ImmutableSortedDictionary<string, string> Environment,
    ImmutableSortedDictionary<string, string> Tools,
    ImmutableSortedDictionary<string, int> Warnings,
    ImmutableArray<GateVerdict> Gates,
    ImmutableArray<ManifestFile> Artifacts);
