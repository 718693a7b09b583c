using System.Globalization;
using System.Xml.Linq;
using Dom0Iptables.Rehearsal;

namespace Dom0Iptables.HtmlReport;

/// <summary>The page's head: what was built, for what, from what, when, and how it went.</summary>
internal static class OverviewSection
{
    /// <summary>The header.</summary>
    public static XElement Of(ReportFacts facts, string title)
    {
        var (manifest, run) = (facts.Manifest, facts.Run);
        return Html.Tag(
            "header",
            Html.Tag("h1", title),
            Html.Tag("p", Html.Class("lead"), facts.Platform),
            manifest.Recipe == manifest.RequestedRecipe ? null : Html.Tag("p", Html.Class("notice"), Html.Tag("strong", $"Instead of {manifest.RequestedRecipe}"), ", whose source could not be reached."),
            manifest.Source.IsRecipes ? null : Html.Tag("p", Html.Class("notice"), Html.Tag("strong", "Not the recipe's archive"), ": only who started the build vouches for it."),
            manifest.Sandbox != "none" ? null : Html.Tag("p", Html.Class("notice"), Html.Tag("strong", "Built without walls"), ": with the network, in sight of all files of the machine."),
            Html.Tag("div", Html.Class("figures"), Html.Tag("dl", Figures(facts).Select(figure => Html.Tag("div", Html.Tag("dt", figure.Name), Html.Tag("dd", Html.Tag("span", Html.Class("value"), figure.Value), Html.Tag("span", Html.Class("note"), figure.Note)))))),
            Html.Tag(
                "dl",
                Html.Class("facts"),
                Pair("From", Html.Code(manifest.Source.File), $", {Html.Size(manifest.Source.Size)}"),
                Pair("Proof", string.Join("; ", manifest.Source.Verified)),
                Pair("SHA-256", Html.Code(manifest.Source.Sha256)),
                Pair("Handed over", Html.Time(run.HandedOver)),
                Pair("Bears the time", Html.Time(DateTimeOffset.FromUnixTimeSeconds(manifest.SourceDateEpoch))),
                Pair("By", string.Join(", ", manifest.Tools.Where(tool => tool.Key is "gcc" or "ld" or "rpmbuild").Select(tool => tool.Value)))));
    }

    private static IEnumerable<(string Name, XElement Value, string Note)> Figures(ReportFacts facts)
    {
        var gates = facts.Manifest.Gates;
        var passed = gates.Count(gate => gate.Outcome == "passed");
        var refused = gates.Count(gate => gate.Refuses);
        yield return ("Gates", refused > 0 ? Mark.Bad($"{refused} refused") : passed > 0 ? Mark.Good($"{passed} passed") : Mark.None("none"), Left(gates.Length - passed - refused, "not checked"));

        var checks = facts.Rehearsal.Scenes.SelectMany(scene => scene.Checks).ToLookup(check => check.Result);
        var (good, bad) = (checks[CheckResult.Pass].Count(), checks[CheckResult.Fail].Count());
        yield return ("Rehearsal", facts.Rehearsal.Refuses() ? Mark.Bad($"{bad} failed") : good > 0 ? Mark.Good($"{Number(good)} passed") : Mark.None("not done"), Left(checks[CheckResult.Skip].Count(), "skipped"));

        if (facts.XenRehearsal?.Played() is { IsEmpty: false } boots)
        {
            yield return ("On a real Xen", Mark.Good($"{Number(boots.Sum(boot => boot.Checks.Count(check => check.Result == CheckResult.Pass)))} passed"), Html.Count(boots.Length, "boot"));
        }

        var warnings = facts.Messages.Warnings;
        yield return ("Warnings", Plain(Number(warnings.Length)), warnings.IsEmpty ? "the compilers said nothing" : $"in {Html.Count(warnings.Select(WarningsSection.FileOf).Distinct(StringComparer.Ordinal).Count(), "file")}");

        var signed = facts.Packages.Count(package => PackagesSection.IsSigned(facts, package));
        yield return ("Packages", Plain(Number(facts.Packages.Length)), signed == 0 ? "not signed" : signed == facts.Packages.Length ? "all signed" : $"{signed} signed");

        // Some run beside others.
        var run = facts.Run.Steps.Where(step => step.IsOfThisRun).ToList();
        var took = run.Count == 0 ? TimeSpan.Zero : facts.Run.HandedOver - run.Min(step => step.Started);
        yield return ("Steps run", Plain(Number(run.Count)), $"in {Html.Seconds(took.TotalSeconds)}; {facts.Run.Steps.Length - run.Count} kept");
    }

    private static string Left(int count, string word) => count == 0 ? "none left out" : $"{count} {word}";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static XElement Plain(string text) => Html.Tag("span", text);

    private static XElement[] Pair(string name, params object?[] value) => [Html.Tag("dt", name), Html.Tag("dd", value)];
}
