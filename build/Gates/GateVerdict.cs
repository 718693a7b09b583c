using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Dom0Iptables.Gates;

/// <summary>What a gate has found.</summary>
/// <param name="Gate">The gate's name ("symbols").</param>
/// <param name="Figure">What was measured ("GLIBC_2.3 at newest; 2345 symbols of 97 files").</param>
/// <param name="Limit">What it is held against ("glibc-2.5-i386").</param>
/// <param name="Findings">What it refuses the packages for; empty where it lets them pass.</param>
/// <param name="NotChecked">Why it could not look, or null where it has.</param>
public sealed record GateVerdict(string Gate, string Figure, string Limit, ImmutableArray<GateFinding> Findings, string? NotChecked = null)
{
    /// <summary>"passed", "refused" or "not checked".</summary>
    public string Outcome => Findings.Length > 0 ? "refused" : NotChecked is null ? "passed" : "not checked";

    /// <summary>Whether it refuses the packages.</summary>
    [JsonIgnore]
    public bool Refuses => Findings.Length > 0;

    /// <summary>A gate that has nothing to hold the packages against.</summary>
    public static GateVerdict Unchecked(string gate, string reason) => new(gate, "", "", [], reason);
}
