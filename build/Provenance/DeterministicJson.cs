using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dom0Iptables.Handover;

namespace Dom0Iptables.Provenance;

/// <summary>JSON text that is the same bytes for the same values on every machine.</summary>
internal static class DeterministicJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text, of ASCII alone, with a line break at its end.</summary>
    public static string Text(JsonNode value)
    {
        // Outside of strings there is nothing else, and within them an escape stands for the same. The encoder lets
        // pass what turns a line of a terminal around.
        var text = new StringBuilder();
        foreach (var letter in value.ToJsonString(Options))
        {
            _ = char.IsAscii(letter) && letter != '\x7f' ? text.Append(letter) : text.Append(CultureInfo.InvariantCulture, $@"\u{(int)letter:x4}");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The fingerprint of a manifest together with a document that is made of it.</summary>
    public static string Fingerprint(Manifest manifest, JsonNode document) =>
        Journal.Fingerprint.OfTexts([JsonSerializer.Serialize(manifest, Options), Text(document)]);

    /// <summary>A list.</summary>
    public static JsonArray Array(IEnumerable<JsonNode?> values) => [.. values];

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> values) => Array(values.Select(value => (JsonNode?)JsonValue.Create(value)));
}
