using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Dom0Iptables.HtmlReport;

/// <summary>What is other than in the artifacts before.</summary>
internal static class ChangesSection
{
    /// <summary>The section's content.</summary>
    /// <param name="changes">The changes; null where there is nothing to compare with.</param>
    public static IEnumerable<object?> Of(ArtifactChanges? changes)
    {
        if (changes is null)
        {
            yield return Html.Tag("p", "There were no artifacts here before: nothing to compare with.");
            yield break;
        }

        yield return Html.Tag("p", "Against the artifacts whose place these take", changes.HandedOver is { } before ? (object[])[", handed over ", Html.Time(before)] : ", which do not say when they were handed over", ".");
        if (changes.Packages.All(package => package.IsSameBytes) && changes.Files.IsEmpty && changes.NotCompared.IsEmpty)
        {
            yield return Html.Tag("p", Mark.Good("Nothing changed"), ": every package and every file beside them is the same, bit by bit.");
            yield break;
        }

        if (!changes.NotCompared.IsEmpty)
        {
            yield return Html.Tag("div", Html.Class("notice"), Html.Tag("p", Html.Tag("strong", "Not compared")), Html.Tag("ul", changes.NotCompared.Select(what => Html.Tag("li", what))));
        }

        yield return HtmlTable.Of(
            "changed-packages-table",
            "The packages",
            ["package", "result", "#size before", "#size now", "#difference", "what"],
            changes.Packages.Select(package => (object?[])
            [
                Html.Tag("code", Html.Class("name"), package.After ?? package.Before ?? ""),
                Outcome(package),
                package.Before is null ? "" : Html.Size(package.BytesBefore),
                package.After is null ? "" : Html.Size(package.BytesAfter),
                string.Create(CultureInfo.InvariantCulture, $"{package.BytesAfter - package.BytesBefore:+#,##0;−#,##0;0} bytes"),
                What(package),
            ]),
            "told");
        if (!changes.Files.IsEmpty)
        {
            yield return Table("changed-files", "The files beside the packages", changes.Files);
        }

        foreach (var (index, package) in changes.Packages.Index())
        {
            var name = package.After ?? package.Before ?? "";
            foreach (var (title, kind, list) in new[] { ("Files", "files", package.Files), ("Requires", "requires", package.Requires), ("Provides and obsoletes", "provides", package.Provides), ("Scriptlets", "scriptlets", package.Scriptlets), ("Symbols and libraries", "symbols", package.Symbols) }.Where(part => !part.Item3.IsEmpty))
            {
                yield return Html.Tag("details", Html.Tag("summary", $"{title} of {name}: {Sum(list)}"), Table(string.Create(CultureInfo.InvariantCulture, $"changed-{index}-{kind}"), $"{title} of {name}", list));
            }
        }
    }

    private static XElement Table(string id, string caption, ImmutableArray<Change> changes) => HtmlTable.Of(
        id + "-table",
        caption,
        ["what", "result", "before", "now"],
        changes.Select(change => (object?[])[Html.Code(change.What), Outcome(change.Before, change.After), change.Before ?? "not there", change.After ?? "not there"]),
        "told");

    private static XElement Outcome(PackageChanges package) =>
        package.IsSameBytes ? Mark.None("same bytes") : package is { Before: not null, After: not null, IsSameContent: true } ? Mark.Changed("same content") : Outcome(package.Before, package.After);

    private static XElement Outcome(string? before, string? after) => before is null ? Mark.Added("added") : after is null ? Mark.Removed("removed") : Mark.Changed("changed");

    private static string What(PackageChanges package)
    {
        if (package.IsSameBytes)
        {
            return "";
        }

        if (package is { Before: not null, After: not null, IsSameContent: true })
        {
            return "other bytes, but no file, requirement or scriptlet is other: a signature, a text, or a time";
        }

        var parts = new[] { ("files", package.Files), ("requires", package.Requires), ("provides", package.Provides), ("scriptlets", package.Scriptlets), ("symbols", package.Symbols) };
        return (package.Before is { } before && package.After is not null && before != package.After ? $"was {before}; " : "")
            + string.Join("; ", parts.Where(part => !part.Item2.IsEmpty).Select(part => $"{part.Item1}: {Sum(part.Item2)}"));
    }

    private static string Sum(ImmutableArray<Change> changes) => string.Join(
        ", ",
        new[] { (changes.Count(change => change.Before is null), "added"), (changes.Count(change => change.After is null), "removed"), (changes.Count(change => change is { Before: not null, After: not null }), "changed") }
            .Where(part => part.Item1 > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1:N0} {part.Item2}")));
}
