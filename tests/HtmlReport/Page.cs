using System.Xml.Linq;

namespace Dom0Iptables.Tests.HtmlReport;

/// <summary>A report as its reader finds it.</summary>
internal static class Page
{
    public static XElement Read(string html)
    {
        Assert.That(html, Does.StartWith("<!DOCTYPE html>\n<html lang=\"en\">"));
        return XElement.Parse(html["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace);
    }

    public static XElement Section(XElement page, string id) => page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    /// <summary>The rows of a table, the cells' texts joined by bars.</summary>
    public static List<string> Rows(XElement page, string table) =>
        [.. page.Descendants("table")
            .Single(element => element.Element("caption")!.Attribute("id")!.Value == table + "-table-caption")
            .Element("tbody")!.Elements("tr")
            .Select(row => string.Join(" | ", row.Elements().Select(cell => cell.Value.Trim())))];
}
