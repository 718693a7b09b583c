using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Dom0Iptables.Text;

namespace Dom0Iptables.HtmlReport;

/// <summary>
/// The page: one file that fetches nothing and runs no script, which its own policy forbids it. It can be read without
/// colours, by keyboard and screen reader, on a phone and on paper.
/// </summary>
public static class ReportPage
{
    private static readonly string Style = EmbeddedFiles.Read("report.css");

    /// <summary>Writes it.</summary>
    /// <param name="facts">What it tells.</param>
    /// <returns>HTML that is well-formed XML too, with a line break at its end.</returns>
    public static string Of(ReportFacts facts)
    {
        var title = $"{facts.Manifest.Name} {facts.Manifest.Version} for {facts.Manifest.Platform}";
        ImmutableArray<(string Id, string Title, IEnumerable<object?> Content)> sections =
        [
            ("packages", "What is handed over", PackagesSection.Of(facts)),
            ("changes", "What changed", ChangesSection.Of(facts.Changes)),
            ("rehearsal", "The procedure, row by row", RehearsalSection.Of(facts)),
            ("gates", "Gates", GatesSection.Of(facts.Manifest.Gates)),
            ("timeline", "Timeline", TimelineSection.Of(facts.Run)),
            ("warnings", "Warnings", WarningsSection.Of(facts.Messages)),
            ("contents", "In the packages", ContentsSection.Of(facts.Packages)),
            ("materials", "Made from", MaterialsSection.Of(facts.Manifest, facts.Run)),
        ];
        return Html.Document(Html.Tag(
            "html",
            Html.Has("lang", "en"),
            Head(title),
            Html.Tag(
                "body",
                Html.Tag("a", Html.Class("skip"), Html.Has("href", "#main"), "Skip to the report"),
                OverviewSection.Of(facts, title),
                Html.Tag("nav", Html.Has("aria-label", "Sections"), Html.Tag("ul", sections.Select(section => Html.Tag("li", Html.Tag("a", Html.Has("href", "#" + section.Id), section.Title))))),
                Html.Tag("main", Html.Has("id", "main"), Html.Has("tabindex", "-1"), sections.Select(section => Html.Tag(
                    "section",
                    Html.Has("id", section.Id),
                    Html.Has("aria-labelledby", section.Id + "-head"),
                    Html.Tag("h2", Html.Has("id", section.Id + "-head"), section.Title),
                    section.Content))),
                Html.Tag("footer", Html.Tag("p", "It tells of the clock and of one machine, so it is in no list of checksums: what can be proved stands in ", Html.Code("SHA256SUMS"), " and ", Html.Code("manifest.json"), " beside it.")))));
    }

    private static XElement Head(string title) => Html.Tag(
        "head",
        Html.Tag("meta", Html.Has("charset", "utf-8")),
        Html.Tag("meta", Html.Has("http-equiv", "Content-Security-Policy"), Html.Has("content", $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'")),
        Html.Tag("meta", Html.Has("name", "viewport"), Html.Has("content", "width=device-width, initial-scale=1")),
        Html.Tag("meta", Html.Has("name", "color-scheme"), Html.Has("content", "light dark")),
        Html.Tag("meta", Html.Has("name", "referrer"), Html.Has("content", "no-referrer")),
        Html.Tag("title", title),
        Html.Tag("style", Style));
}
