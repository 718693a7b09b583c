using System.Xml.Linq;

namespace Dom0Iptables.HtmlReport;

/// <summary>A result, told by a word and a sign; the colour only repeats it.</summary>
internal static class Mark
{
    /// <summary>It is as it must be.</summary>
    public static XElement Good(string word) => Of("good", "✓", word);

    /// <summary>It is not.</summary>
    public static XElement Bad(string word) => Of("bad", "✗", word);

    /// <summary>It was not looked at, or not done.</summary>
    public static XElement None(string word) => Of("none", "–", word);

    /// <summary>Something more.</summary>
    public static XElement Added(string word) => Of("good", "+", word);

    /// <summary>Something else.</summary>
    public static XElement Changed(string word) => Of("changed", "±", word);

    /// <summary>Something less.</summary>
    public static XElement Removed(string word) => Of("bad", "−", word);

    private static XElement Of(string kind, string sign, string word) =>
        Html.Tag("span", Html.Class("mark " + kind), Html.Tag("span", Html.Has("aria-hidden", "true"), sign), " " + word);
}
