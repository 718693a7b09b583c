using System.Text;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Reporting;

/// <summary>Lines broken between words where they do not fit, and continued below the column where their text begins.</summary>
public static partial class HangingLines
{
    private const int IndentOfText = 2;

    /// <summary>The lines of a text, none of them longer than it must be.</summary>
    /// <param name="text">One line or several. What stands before two spaces is a label, and the text follows it.</param>
    /// <param name="width">How many columns there are. A word that is longer, a path most likely, is left whole.</param>
    public static IEnumerable<string> Of(string text, int width) => text.Split('\n').SelectMany(line => OfLine(line, width));

    /// <summary>A text for one of this process's own streams.</summary>
    /// <param name="text">One line or several.</param>
    /// <param name="isRedirected">Whether the stream leads elsewhere than to a terminal: programs are given the lines as they are.</param>
    public static string Of(string text, bool isRedirected) => !isRedirected && Console.WindowWidth is > 0 and var width ? string.Join('\n', Of(text, width)) : text;

    private static IEnumerable<string> OfLine(string line, int width)
    {
        if (line.Length <= width)
        {
            return [line];
        }

        var start = StartOfText(line, width);
        var lines = new List<string>();
        var current = new StringBuilder(line[..start]);
        var isEmpty = true;
        foreach (var word in BetweenWords().Split(line[start..]))
        {
            if (!isEmpty && current.Length + 1 + word.Length > width)
            {
                lines.Add(current.ToString().TrimEnd());
                current.Clear().Append(' ', Math.Clamp(width - word.Length, 0, Math.Max(start, IndentOfText)));
                isEmpty = true;
            }

            current.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        return [.. lines, current.ToString()];
    }

    // A column beyond three quarters of the width would leave a strip.
    private static int StartOfText(string line, int width)
    {
        var start = 0;
        for (var i = 2; i <= width * 3 / 4; i++)
        {
            if (line[i] != ' ' && line[i - 1] == ' ' && line[i - 2] == ' ')
            {
                start = i;
            }
        }

        return start;
    }

    // A number keeps its unit.
    [GeneratedRegex(" (?!(?:s|min|KiB|MiB|%)(?:[ ,]|$))")]
    private static partial Regex BetweenWords();
}
