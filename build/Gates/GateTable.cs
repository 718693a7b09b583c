using Dom0Iptables.Reporting;

namespace Dom0Iptables.Gates;

/// <summary>Shows a report to people.</summary>
public static class GateTable
{
    private const int ShownFindings = 5;

    /// <summary>The lines: the table, then what each gate refuses the packages for.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">How many columns there are.</param>
    public static IEnumerable<string> Of(GateReport report, int width) =>
    [
        .. TextTable.Of(width, ["gate", "result", "figure", "held against"], report.Verdicts.Select(verdict => new[] { verdict.Gate, verdict.Outcome, verdict.NotChecked ?? verdict.Figure, verdict.Limit })),
        .. report.Verdicts.Where(verdict => verdict.Refuses).SelectMany(Refusal),
    ];

    private static IEnumerable<string> Refusal(GateVerdict verdict)
    {
        yield return $"{verdict.Gate} refuses:";
        foreach (var same in verdict.Findings.Take(ShownFindings).GroupBy(finding => finding.NextStep, StringComparer.Ordinal))
        {
            foreach (var finding in same)
            {
                yield return $"  {finding.Where}: {finding.Problem}";
            }

            yield return $"    next: {same.Key}";
        }

        if (verdict.Findings.Length > ShownFindings)
        {
            yield return $"  and {verdict.Findings.Length - ShownFindings} more";
        }
    }
}
