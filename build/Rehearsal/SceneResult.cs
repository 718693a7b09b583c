using System.Collections.Immutable;

namespace Dom0Iptables.Rehearsal;

/// <summary>What a scene of a rehearsal showed.</summary>
/// <param name="Scene">Its name ("guests").</param>
/// <param name="Place">Where it was played ("this kernel").</param>
/// <param name="Checks">What was looked at, in that order.</param>
/// <param name="Fault">Why it proves nothing, though no check failed; null where it was played to its end.</param>
public sealed record SceneResult(string Scene, string Place, ImmutableArray<RehearsalCheck> Checks, string? Fault)
{
    /// <summary>Whether it shows that the packages are not what they are for, or shows nothing.</summary>
    public bool Refuses() => Fault is not null || Checks.Any(check => check.Result == CheckResult.Fail);

    /// <summary>A scene that could not be played here.</summary>
    public static SceneResult Skipped(string scene, string why) => new(scene, "nowhere", [new RehearsalCheck("-", "the whole scene", CheckResult.Skip, why)], null);
}
