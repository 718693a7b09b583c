using System.Text.RegularExpressions;

namespace Dom0Iptables.Sources;

/// <summary>Turns the machine's list of apt mirrors into one of the same mirrors' source packages (sources.list(5)).</summary>
public static partial class AptSources
{
    /// <summary>The entries of a file of one-line entries, as deb-src ones; options in brackets are kept.</summary>
    /// <param name="text">The content of sources.list or of a *.list file.</param>
    public static IEnumerable<string> OfList(string text)
    {
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            var entry = OneLineEntry().Match(line);
            if (entry.Success && !IsDisc(entry.Groups["uri"].Value))
            {
                yield return $"deb-src {line[entry.Groups["rest"].Index..]}";
            }
        }
    }

    /// <summary>The stanzas of a deb822 file, as deb-src ones; every other field (Signed-By, Trusted …) is kept.</summary>
    /// <param name="text">The content of a *.sources file.</param>
    public static IEnumerable<string> OfDeb822(string text)
    {
        foreach (var stanza in StanzaBreak().Split(text.ReplaceLineEndings("\n")))
        {
            var fields = Fields(stanza).ToList();
            var uris = ValueOf(fields, "URIs").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(uri => !IsDisc(uri)).ToList();
            var enabled = ValueOf(fields, "Enabled").Trim();
            if (uris.Count == 0 || !ValueOf(fields, "Types").Contains("deb", StringComparison.Ordinal) || IsNo(enabled))
            {
                continue;
            }

            var kept = fields.Where(field => !IsNamed(field, "Types") && !IsNamed(field, "URIs")).Select(field => field.Text);
            yield return string.Join('\n', ["Types: deb-src", $"URIs: {string.Join(' ', uris)}", .. kept]);
        }
    }

    private static bool IsDisc(string uri) => uri.StartsWith("cdrom:", StringComparison.OrdinalIgnoreCase);

    private static bool IsNo(string value) => value.ToLowerInvariant() is "no" or "false" or "without" or "off" or "disable" or "0";

    private static bool IsNamed((string Name, string Text) field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string ValueOf(List<(string Name, string Text)> fields, string name)
    {
        var text = fields.FirstOrDefault(field => IsNamed(field, name)).Text;
        return text is null ? "" : text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static IEnumerable<(string Name, string Text)> Fields(string stanza)
    {
        string? name = null;
        var text = "";
        foreach (var line in stanza.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (name is not null && char.IsWhiteSpace(line[0]))
            {
                // A key given in the file itself goes on over many lines.
                text += "\n" + line.TrimEnd();
                continue;
            }

            if (name is not null)
            {
                yield return (name, text);
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            name = colon < 0 ? null : line[..colon].Trim();
            text = line.TrimEnd();
        }

        if (name is not null)
        {
            yield return (name, text);
        }
    }

    [GeneratedRegex(@"^deb(-src)?\s+(?<rest>(\[[^\]]*\]\s*)?(?<uri>\S+)\s+\S.*)$")]
    private static partial Regex OneLineEntry();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex StanzaBreak();
}
