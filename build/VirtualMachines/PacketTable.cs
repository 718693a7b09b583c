using System.Text.RegularExpressions;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Shows which packets passed, of the checks that sent some: "packets: FROM to TO, WHAT".</summary>
public static partial class PacketTable
{
    /// <summary>The lines; none where no packets were sent.</summary>
    public static IEnumerable<string> Of(RehearsalReport report, int width)
    {
        var rows = report.Scenes
            .SelectMany(scene => scene.Checks)
            .Select(check => (Check: check, Match: Name().Match(check.What)))
            .Where(pair => pair.Match.Success)
            .GroupBy(pair => pair.Check.What, StringComparer.Ordinal)
            .Select(same => new[]
            {
                same.First().Match.Groups["from"].Value,
                same.First().Match.Groups["to"].Value,
                same.First().Match.Groups["what"].Value,
                string.Join("; ", same.Select(pair => pair.Check.Seen).Distinct(StringComparer.Ordinal)),
                $"{same.Count(pair => pair.Check.Result == CheckResult.Pass)} of {same.Count()}",
            })
            .ToList();
        return rows.Count == 0 ? [] : TextTable.Of(width, ["from", "to", "what", "seen", "as expected"], rows);
    }

    [GeneratedRegex("^packets: (?<from>.*) to (?<to>.*), (?<what>.*)$")]
    private static partial Regex Name();
}
