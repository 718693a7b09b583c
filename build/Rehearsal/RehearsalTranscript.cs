using System.Collections.Immutable;
using System.Globalization;

namespace Dom0Iptables.Rehearsal;

/// <summary>
/// Reads what a scene told: "@TOKEN, result, row, what, seen" a line for each check and "@TOKEN, end, scene, how many" as
/// the last, parted by tabs. The token is made anew for each run, so that no line of another run is taken for one of this.
/// </summary>
public static class RehearsalTranscript
{
    /// <summary>Reads a scene's lines.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="place">Where it was played.</param>
    /// <param name="token">What its lines begin with.</param>
    /// <param name="lines">All lines that were heard; others are passed over, and so is what a console puts before a line's "@".</param>
    public static SceneResult Read(string scene, string place, string token, IEnumerable<string> lines)
    {
        var checks = ImmutableArray.CreateBuilder<RehearsalCheck>();
        foreach (var fields in lines.Select(line => Fields(line, token)).Where(fields => fields.Length > 0))
        {
            switch (fields)
            {
                case ["end", var name, var count] when name == scene:
                    return new SceneResult(
                        scene,
                        place,
                        checks.ToImmutable(),
                        checks.Count == 0 ? "it looked at nothing"
                        : count == checks.Count.ToString(CultureInfo.InvariantCulture) ? null
                        : $"it made {count} checks, and {checks.Count} were heard");
                case var other when CheckOf(other) is { } check:
                    checks.Add(check);
                    break;
                default:
                    return new SceneResult(scene, place, checks.ToImmutable(), $"it told something that is no result: {string.Join(", ", fields)}");
            }
        }

        return new SceneResult(scene, place, checks.ToImmutable(), $"it broke off after {checks.Count} checks");
    }

    /// <summary>The check that a line tells of; null where it tells of none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="token">What such a line begins with.</param>
    public static RehearsalCheck? CheckIn(string line, string token) => CheckOf(Fields(line, token));

    private static RehearsalCheck? CheckOf(string[] fields) =>
        fields is [var result, var row, var what, var seen] && ResultOf(result) is { } known ? new RehearsalCheck(row, what, known, seen) : null;

    private static CheckResult? ResultOf(string word) => word switch
    {
        "pass" => CheckResult.Pass,
        "fail" => CheckResult.Fail,
        "skip" => CheckResult.Skip,
        _ => null,
    };

    private static string[] Fields(string line, string token)
    {
        var start = line.IndexOf($"@{token}\t", StringComparison.Ordinal);
        return start < 0 ? [] : line[(start + token.Length + 2)..].TrimEnd('\r', '\n').Split('\t');
    }
}
