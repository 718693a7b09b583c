using System.Globalization;
using System.Text;

namespace Dom0Iptables.Text;

/// <summary>
/// Makes texts that others wrote fit for a terminal: a name of escape sequences must not move the cursor, colour what
/// follows, or read backwards.
/// </summary>
public static class Printable
{
    private const int LongestName = 200;

    /// <summary>A name in one line, and not endless.</summary>
    public static string Name(string name) =>
        Line(name.Length <= LongestName ? name : $"{name[..LongestName]}… ({name.Length} characters)");

    /// <summary>A text in one line: every control character, line breaks too, is shown by its escape.</summary>
    public static string Line(string text) => Escaped(text, keepLines: false);

    /// <summary>A text of lines: line breaks and tabs stand, every other control character is shown by its escape.</summary>
    public static string Lines(string text) => Escaped(text, keepLines: true);

    private static string Escaped(string text, bool keepLines)
    {
        if (!text.Any(letter => IsHidden(letter, keepLines)))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            _ = letter switch
            {
                _ when !IsHidden(letter, keepLines) => escaped.Append(letter),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}"),
            };
        }

        return escaped.ToString();
    }

    // Control characters, and what turns or parts a line without being seen: U+202E and its kin, U+2028.
    private static bool IsHidden(char letter, bool keepLines) =>
        !(keepLines && letter is '\n' or '\t')
        && char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
