using System.Xml.Linq;

namespace Dom0Iptables.HtmlReport;

/// <summary>A table in a box of its own, which scrolls where the page is too narrow for it, by keyboard too.</summary>
internal static class HtmlTable
{
    /// <summary>The table.</summary>
    /// <param name="id">Its name on the page.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="heads">The heads of its columns; one that begins with "#" is of numbers, which stand to the right.</param>
    /// <param name="rows">Its rows; each one's first cell is its head.</param>
    public static XElement Of(string id, object caption, string[] heads, IEnumerable<object?[]> rows) => Of(id, caption, heads, rows, null);

    /// <summary>The same with a class of its own.</summary>
    public static XElement Of(string id, object caption, string[] heads, IEnumerable<object?[]> rows, string? kind) =>
        Html.Tag(
            "div",
            Html.Class("box"),
            Html.Has("role", "region"),
            Html.Has("tabindex", "0"),
            Html.Has("aria-labelledby", $"{id}-caption"),
            Html.Tag(
                "table",
                kind is null ? null : Html.Class(kind),
                Html.Tag("caption", Html.Has("id", $"{id}-caption"), caption),
                Html.Tag("thead", Html.Tag("tr", heads.Select(head => Html.Tag("th", Html.Has("scope", "col"), Number(head), head.TrimStart('#'))))),
                Html.Tag("tbody", rows.Select(row => Html.Tag("tr", row.Select((cell, index) => index == 0
                    ? Html.Tag("th", Html.Has("scope", "row"), cell)
                    : Html.Tag("td", Number(heads[index]), cell)))))));

    private static XAttribute? Number(string head) => head.StartsWith('#') ? Html.Class("number") : null;
}
