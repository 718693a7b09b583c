using System.Text;

namespace Dom0Iptables.Documentation;

/// <summary>Writes a page in man(7), line by line.</summary>
internal sealed class Roff
{
    private readonly StringBuilder page = new();

    /// <summary>The text with everything that roff would read in it made literal.</summary>
    public static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal);
        return escaped.StartsWith('.') ? "\\&" + escaped : escaped;
    }

    /// <summary>A request as it is.</summary>
    public Roff Request(string line)
    {
        page.Append(line).Append('\n');
        return this;
    }

    /// <summary>A section.</summary>
    public Roff Section(string name) => Request($".SH {name}");

    /// <summary>A line of text.</summary>
    public Roff Text(string text) => Request(Escape(text));

    /// <summary>An entry of a list: what it is, bold, and what is said of it.</summary>
    public Roff Entry(string what, string text) => Request(".TP").Request("\\fB" + Escape(what) + "\\fR").Text(text);

    /// <summary>Lines as they are to be typed.</summary>
    public Roff Example(params IEnumerable<string> lines)
    {
        Request(".nf").Request(".RS");
        foreach (var line in lines)
        {
            Text(line);
        }

        return Request(".RE").Request(".fi");
    }

    /// <inheritdoc/>
    public override string ToString() => page.ToString().TrimEnd('\n');
}
