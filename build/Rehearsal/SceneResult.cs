using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Dom0Iptables.Rehearsal;

/// <summary>What a scene of a rehearsal showed.</summary>
/// <param name="Scene">Its name ("guests").</param>
/// <param name="Place">Where it was played ("this kernel").</param>
/// <param name="Checks">What was looked at, in that order.</param>
/// <param name="Fault">Why it proves nothing, though no check failed; null where it was played to its end.</param>
public sealed record SceneResult(string Scene, string Place, ImmutableArray<RehearsalCheck> Checks, string? Fault)
{
    /// <summary>How many checks came to what ("53 passed, 1 failed").</summary>
    [JsonIgnore]
    public string Figure => string.Join(", ", Checks.GroupBy(check => check.Result).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}"));

    /// <summary>Whether it shows that the packages are not what they are for, or shows nothing.</summary>
    public bool Refuses() => Fault is not null || Checks.Any(check => check.Result == CheckResult.Fail);

    /// <summary>A result in a word, for figures.</summary>
    public static string Word(CheckResult result) => result switch
    {
        CheckResult.Pass => "passed",
        CheckResult.Fail => "failed",
        _ => "skipped",
    };

    /// <summary>A scene that could not be played here.</summary>
    public static SceneResult Skipped(string scene, string why) => new(scene, "nowhere", [new RehearsalCheck("-", "the whole scene", CheckResult.Skip, why)], null);
}
