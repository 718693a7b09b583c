using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Dom0Iptables.Text;

namespace Dom0Iptables.HtmlReport;

/// <summary>
/// Elements of HTML that are well-formed XML too. Every text goes through here and becomes a node of a tree, never a piece
/// of markup: what a package or a compiler says stays text.
/// </summary>
internal static class Html
{
    // https://html.spec.whatwg.org/multipage/syntax.html#void-elements: these are written without an end tag, all others with one.
    private static readonly ImmutableHashSet<string> Void = ["meta", "br", "rect", "line"];

    // Where a line break between two elements means nothing.
    private static readonly ImmutableHashSet<string> Containers = ["html", "head", "body", "header", "main", "nav", "section", "footer", "div", "table", "thead", "tbody", "ul", "ol", "dl", "details"];

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its attributes, elements and texts in their order; lists of them; null for nothing.</param>
    public static XElement Tag(string name, params ReadOnlySpan<object?> content)
    {
        var element = new XElement(name);
        foreach (var item in content)
        {
            Add(element, item);
        }

        if (element.IsEmpty && !Void.Contains(name))
        {
            element.Add("");
        }

        return element;
    }

    /// <summary>An attribute.</summary>
    public static XAttribute Has(string name, string value) => new(name, Text(value));

    /// <summary>The attribute class.</summary>
    public static XAttribute Class(string value) => Has("class", value);

    /// <summary>A text as code.</summary>
    public static XElement Code(string text) => Tag("code", text);

    /// <summary>A whole document's text.</summary>
    public static string Document(XElement root)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            root.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    private static void Add(XElement element, object? item)
    {
        switch (item)
        {
            case null:
                break;
            case string text:
                element.Add(new XText(Text(text)));
                break;
            case XAttribute attribute:
                element.Add(attribute);
                break;
            case XElement child:
                if (Containers.Contains(element.Name.LocalName))
                {
                    element.Add(new XText("\n"));
                }

                element.Add(child);
                break;
            case IEnumerable items:
                foreach (var one in items)
                {
                    Add(element, one);
                }

                break;
            default:
                throw new ArgumentException($"{item.GetType()} is nothing that a page is made of", nameof(item));
        }
    }

    // Control characters and those that turn a line around are shown by their escapes; what XML does not allow at all is replaced.
    private static string Text(string text)
    {
        var printable = Printable.Lines(text);
        var valid = new StringBuilder(printable.Length);
        for (var index = 0; index < printable.Length; index++)
        {
            if (index + 1 < printable.Length && char.IsSurrogatePair(printable[index], printable[index + 1]))
            {
                valid.Append(printable, index++, 2);
            }
            else
            {
                valid.Append(XmlConvert.IsXmlChar(printable[index]) ? printable[index] : '\ufffd');
            }
        }

        return valid.ToString();
    }

    /// <summary>A number of bytes for people ("504.0 KiB").</summary>
    public static string Size(long bytes) => bytes < 10 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:N1} KiB");

    /// <summary>A time for people, by the minute.</summary>
    public static XElement Time(DateTimeOffset time) =>
        Tag("time", Has("datetime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC");

    /// <summary>Seconds for people ("11.6 s").</summary>
    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");

    /// <summary>A number with its word ("1 warning", "2 warnings").</summary>
    public static string Count(int count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
