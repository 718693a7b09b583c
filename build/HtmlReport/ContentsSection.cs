using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Dom0Iptables.Packaging;

namespace Dom0Iptables.HtmlReport;

/// <summary>Of each package: its files, what rpm runs, what it requires and provides.</summary>
internal static class ContentsSection
{
    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(ImmutableArray<PackageContent> packages) =>
        packages.Index().SelectMany(pair => Of(string.Create(CultureInfo.InvariantCulture, $"content-{pair.Index}"), pair.Item));

    private static IEnumerable<object?> Of(string id, PackageContent package)
    {
        yield return Html.Tag("h3", Html.Has("id", id), package.File);
        yield return Html.Tag("p", package.Summary);
        yield return Html.Tag(
            "details",
            Html.Tag("summary", Html.Count(package.Files.Length, package.IsSource ? "file" : "file, folder or link", package.IsSource ? "files" : "files, folders and links"), Of(package)),
            HtmlTable.Of(
                $"{id}-files-table",
                $"The files of {package.File}",
                ["path", "kind", "#mode", "owner", "#size"],
                package.Files.Select(file => (object?[])[Path(file), FileWords.Kind(file), FileWords.Mode(file), FileWords.Owner(file), file.IsRegular ? Html.Size(file.Size) : ""])));
        if (!package.Scriptlets.IsEmpty)
        {
            yield return Html.Tag("details", Html.Tag("summary", Html.Count(package.Scriptlets.Length, "scriptlet"), Of(package)), package.Scriptlets.SelectMany((script, index) => Script(string.Create(CultureInfo.InvariantCulture, $"{id}-script-{index}"), script)));
        }

        yield return Html.Tag(
            "details",
            Html.Tag("summary", $"Requires {Html.Count(Distinct(package.Requires).Count, "thing")}, provides {Html.Count(Distinct(package.Provides).Count, "thing")}", Of(package)),
            Html.Tag("div", Html.Class("pair"), List("Requires", package.Requires), List("Provides", package.Provides), package.Obsoletes.IsEmpty ? null : List("Obsoletes", package.Obsoletes)));
    }

    // Whoever jumps from one summary to the next hears of which package it is.
    private static XElement Of(PackageContent package) => Html.Tag("span", Html.Class("unseen"), $" of {package.File}");

    private static XElement Path(RpmFile file) => file.LinkTarget.Length == 0
        ? Html.Code(file.Path)
        : Html.Tag("span", Html.Code(file.Path), " to ", Html.Code(file.LinkTarget));

    private static IEnumerable<XElement> Script(string id, RpmScriptlet script)
    {
        yield return Html.Tag("h4", Html.Has("id", id), "%" + script.Moment, ", by ", Html.Code(script.Interpreter));
        if (script.Body.Trim().Length > 0)
        {
            yield return Html.Tag("pre", Html.Has("tabindex", "0"), Html.Has("role", "region"), Html.Has("aria-labelledby", id), Html.Code(script.Body.TrimEnd()));
        }
    }

    private static XElement List(string title, ImmutableArray<RpmDependency> dependencies) => Html.Tag(
        "div",
        Html.Tag("h4", title),
        Distinct(dependencies) is { Count: > 0 } names ? Html.Tag("ul", Html.Class("plain"), names.Select(name => Html.Tag("li", Html.Code(name)))) : Html.Tag("p", "nothing"));

    private static List<string> Distinct(ImmutableArray<RpmDependency> dependencies) => [.. dependencies.Select(dependency => dependency.ToString()).Distinct(StringComparer.Ordinal)];
}
