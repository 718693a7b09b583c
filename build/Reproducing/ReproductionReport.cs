using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>reproduction.json: what was built again, under what conditions, and how it compares.</summary>
/// <param name="Recipe">What was built.</param>
/// <param name="Platform">What it was built for.</param>
/// <param name="Conditions">The conditions of the build that the others are held against.</param>
/// <param name="Rounds">The others.</param>
public sealed record ReproductionReport(string Recipe, string Platform, ImmutableSortedDictionary<string, string> Conditions, ImmutableArray<ReproductionRound> Rounds)
{
    /// <summary>The report's name in the workspace and among the evidence.</summary>
    public const string FileName = "reproduction.json";

    /// <summary>The folder beside it with what diffoscope says.</summary>
    public const string DifferencesFolder = "differences";

    /// <summary>Whether every round gave the same bytes.</summary>
    public bool IsSame => Rounds.All(round => round.Artifacts.All(artifact => artifact.IsSame));

    /// <summary>The conditions that no round saw otherwise.</summary>
    public ImmutableArray<string> NotVaried => [.. Conditions.Where(condition => Rounds.All(round => round.Conditions.GetValueOrDefault(condition.Key) == condition.Value)).Select(condition => condition.Key)];
}
