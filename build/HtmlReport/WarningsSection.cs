using System.Globalization;
using System.Text.RegularExpressions;
using Dom0Iptables.Compiling;

namespace Dom0Iptables.HtmlReport;

/// <summary>What the compilers warned of, by kind and by file.</summary>
internal static partial class WarningsSection
{
    private const string WithoutKind = "without a kind";

    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(CompilerMessages messages)
    {
        var warnings = messages.Warnings;
        if (warnings.IsEmpty)
        {
            yield return Html.Tag("p", "The compilers warned of nothing.");
            yield break;
        }

        yield return Html.Tag("p", $"{Html.Count(warnings.Length, "warning")} in ", Html.Code("error.log"), ", which has each with what the compiler quotes of the source.");
        yield return Html.Tag(
            "div",
            Html.Class("pair"),
            HtmlTable.Of(
                "kinds-table",
                "By kind",
                ["kind", "#warnings", "#files"],
                messages.WarningsByKind.Select(kind => (object?[])[Html.Code(kind.Kind), Number(kind.Count), Number(warnings.Where(warning => KindOf(warning) == kind.Kind).Select(FileOf).Distinct(StringComparer.Ordinal).Count())])),
            HtmlTable.Of(
                "warned-table",
                "By file",
                ["file", "#warnings", "kinds"],
                warnings.GroupBy(FileOf, StringComparer.Ordinal).OrderByDescending(file => file.Count()).ThenBy(file => file.Key, StringComparer.Ordinal)
                    .Select(file => (object?[])[Html.Code(file.Key), Number(file.Count()), Html.Tag("ul", Html.Class("plain"), file.CountBy(KindOf).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => Html.Tag("li", Html.Class("whole"), $"{Number(kind.Value)} ", Html.Code(kind.Key))))])));
        yield return Html.Tag(
            "details",
            Html.Class("long"),
            Html.Tag("summary", "Every warning"),
            HtmlTable.Of(
                "all-warnings-table",
                "Every warning, by place",
                ["place", "kind", "what it says"],
                warnings.OrderBy(FileOf, StringComparer.Ordinal).ThenBy(LineOf).Select(warning => (object?[])[Html.Code(warning.Place), Html.Code(KindOf(warning)), warning.Text]),
                "told"));
    }

    /// <summary>The file that a message is about, without the line.</summary>
    public static string FileOf(CompilerMessage message) => LinePattern().Replace(message.Place, "");

    private static int LineOf(CompilerMessage message) =>
        LinePattern().Match(message.Place) is { Success: true } line && int.TryParse(line.ValueSpan[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string KindOf(CompilerMessage message) => message.Kind ?? WithoutKind;

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@":[0-9]+$")]
    private static partial Regex LinePattern();
}
