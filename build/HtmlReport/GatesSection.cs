using System.Collections.Immutable;
using System.Xml.Linq;
using Dom0Iptables.Gates;

namespace Dom0Iptables.HtmlReport;

/// <summary>What each gate measured, against which limit, and what it found.</summary>
internal static class GatesSection
{
    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(ImmutableArray<GateVerdict> gates)
    {
        if (gates.IsEmpty)
        {
            yield return Html.Tag("p", "No gate was gone through.");
            yield break;
        }

        yield return HtmlTable.Of(
            "gates-table",
            "What the packages were held against",
            ["gate", "result", "limit", "findings", "figure"],
            gates.Select(gate => (object?[])[gate.Gate, Outcome(gate), gate.Limit, gate.Findings.IsEmpty ? "none" : Html.Count(gate.Findings.Length, "finding"), gate.NotChecked ?? gate.Figure]),
            "told");
        foreach (var gate in gates.Where(gate => gate.Refuses))
        {
            yield return HtmlTable.Of(
                $"gate-{gate.Gate}-table",
                $"What {gate.Gate} refuses the packages for",
                ["where", "problem", "what to do"],
                gate.Findings.Select(finding => (object?[])[Html.Code(finding.Where), finding.Problem, finding.NextStep]),
                "told");
        }
    }

    private static XElement Outcome(GateVerdict gate) => gate.Refuses ? Mark.Bad(gate.Outcome) : gate.NotChecked is null ? Mark.Good(gate.Outcome) : Mark.None(gate.Outcome);
}
