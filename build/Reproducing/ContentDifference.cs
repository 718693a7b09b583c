using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dom0Iptables.Reproducing;

/// <summary>Where two files part.</summary>
public static class ContentDifference
{
    private const int MostShown = 120;

    /// <summary>Their differences: of JSON each value that is another, of other texts the first line, else the first byte; empty where they are the same bytes.</summary>
    public static IEnumerable<string> Of(string one, string other)
    {
        var first = File.ReadAllBytes(one);
        var second = File.ReadAllBytes(other);
        if (first.AsSpan().SequenceEqual(second))
        {
            return [];
        }

        return Path.GetExtension(one) == ".json" && JsonOf(first, second) is [_, ..] values ? values
            : IsText(first) && IsText(second) ? [FirstLine(first, second)]
            : [FirstByte(first, second)];
    }

    private static List<string> JsonOf(byte[] first, byte[] second)
    {
        var found = new List<string>();
        try
        {
            Walk("", JsonNode.Parse(first), JsonNode.Parse(second), found);
        }
        catch (JsonException)
        {
            // One of them is none; then it is text, or bytes.
        }

        return found;
    }

    private static void Walk(string path, JsonNode? one, JsonNode? other, List<string> found)
    {
        switch (one, other)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key), StringComparer.Ordinal))
                {
                    Walk(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], found);
                }

                break;
            case (JsonArray left, JsonArray right):
                for (var index = 0; index < Math.Max(left.Count, right.Count); index++)
                {
                    Walk($"{path}[{index}]", index < left.Count ? left[index] : null, index < right.Count ? right[index] : null, found);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(one, other))
                {
                    found.Add($"{path}: {Shown(one?.ToJsonString() ?? "(nothing)")} | {Shown(other?.ToJsonString() ?? "(nothing)")}");
                }

                break;
        }
    }

    private static bool IsText(byte[] bytes) => !bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0);

    private static string FirstLine(byte[] first, byte[] second)
    {
        var one = Encoding.UTF8.GetString(first).Split('\n');
        var other = Encoding.UTF8.GetString(second).Split('\n');
        var line = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}: {Shown(At(one, line))} | {Shown(At(other, line))}";

        static string At(string[] lines, int index) => index < lines.Length ? lines[index] : "(ends)";
    }

    private static string FirstByte(byte[] first, byte[] second)
    {
        var offset = first.AsSpan().CommonPrefixLength(second);
        return $"byte {offset}: {At(first)} | {At(second)} (of {first.Length} | {second.Length})";

        string At(byte[] bytes) => offset < bytes.Length ? $"0x{bytes[offset]:x2}" : "(ends)";
    }

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";
}
