using Spectre.Console;

namespace Dom0Iptables.Gates;

/// <summary>Shows a report to people.</summary>
public static class GateTable
{
    private const int Widest = 140;
    private const int ShownFindings = 5;

    /// <summary>The lines: the table, then what each gate refuses the packages for.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">How many columns there are.</param>
    public static IEnumerable<string> Of(GateReport report, int width) =>
        [.. Table(report, Math.Clamp(width, 60, Widest)), .. report.Verdicts.Where(verdict => verdict.Refuses).SelectMany(Refusal)];

    private static IEnumerable<string> Table(GateReport report, int width)
    {
        var table = new Table { Border = TableBorder.Simple, Expand = false };
        table.AddColumns(new TableColumn("gate").NoWrap(), new TableColumn("result").NoWrap(), new TableColumn("figure"), new TableColumn("held against"));
        foreach (var verdict in report.Verdicts)
        {
            table.AddRow(verdict.Gate.EscapeMarkup(), verdict.Outcome.EscapeMarkup(), (verdict.NotChecked ?? verdict.Figure).EscapeMarkup(), verdict.Limit.EscapeMarkup());
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(table);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

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
