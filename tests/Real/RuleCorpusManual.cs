using System.Text.RegularExpressions;

namespace Dom0Iptables.Tests.Real;

/// <summary>The options that the manual pages of the extensions document.</summary>
internal static partial class RuleCorpusManual
{
    /// <summary>Each option with the page that names it, of the pages in a source tree.</summary>
    public static IEnumerable<(string Page, string Name)> OptionsOf(string tree) =>
        from page in Directory.EnumerateFiles(Path.Combine(tree, "extensions"), "lib*.man").Order(StringComparer.Ordinal)
        from line in File.ReadLines(page)
        let match = Heading().Match(line.Replace(@"\-", "-", StringComparison.Ordinal))
        where match.Success
        select (Path.GetFileName(page), match.Groups[1].Value);

    // An option's own paragraph begins with it, in bold: [\fB!\fP] \fB--dport\fP …
    [GeneratedRegex(@"^(?:\[\\fB!\\fP\] )?(?:\\fB|\.BI? ""?)(--[a-z0-9-]+)")]
    private static partial Regex Heading();
}
