using System.Collections.Immutable;
using System.Text.Json;

namespace Dom0Iptables.Gates;

/// <summary>What a shell text runs, read off the syntax tree that shfmt makes of it.</summary>
/// <param name="Commands">The names of the commands that it runs, but for its own functions.</param>
/// <param name="Unknown">How many commands have names that only the run would tell.</param>
internal sealed record ShellText(ImmutableSortedSet<string> Commands, int Unknown)
{
    // Words before a command that are none themselves, and run what follows.
    private static readonly ImmutableHashSet<string> Leading = ["exec", "command", "builtin", "nohup", "nice", "env"];

    /// <summary>Reads shfmt's tree.</summary>
    /// <param name="json">What shfmt --to-json printed.</param>
    public static ShellText Of(string json)
    {
        using var tree = JsonDocument.Parse(json);
        var commands = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var functions = new HashSet<string>(StringComparer.Ordinal);
        var unknown = 0;
        Walk(tree.RootElement);
        commands.ExceptWith(functions);
        return new ShellText(commands.ToImmutable(), unknown);

        void Walk(JsonElement node)
        {
            if (node.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in node.EnumerateArray())
                {
                    Walk(item);
                }

                return;
            }

            if (node.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            switch (node.TryGetProperty("Type", out var type) ? type.GetString() : null)
            {
                case "CallExpr" when node.TryGetProperty("Args", out var arguments):
                    Add(arguments);
                    break;
                case "FuncDecl":
                    functions.Add(node.GetProperty("Name").GetProperty("Value").GetString()!);
                    break;
                default:
                    break;
            }

            foreach (var property in node.EnumerateObject())
            {
                Walk(property.Value);
            }
        }

        void Add(JsonElement arguments)
        {
            var words = arguments.EnumerateArray().Select(Literal).ToList();
            var index = 0;
            while (index < words.Count - 1 && words[index] is { } leading && Leading.Contains(leading))
            {
                index++;

                // command -v only asks whether there is such a command.
                if (words[index]?.StartsWith('-') == true)
                {
                    return;
                }
            }

            if (words.Count == 0)
            {
                return;
            }

            if (words[index] is { } name)
            {
                commands.Add(name);
            }
            else
            {
                unknown++;
            }
        }
    }

    // The word itself where no expansion is in it, quoted or not; else null.
    private static string? Literal(JsonElement word)
    {
        var text = "";
        foreach (var part in word.GetProperty("Parts").EnumerateArray())
        {
            switch (part.GetProperty("Type").GetString())
            {
                case "Lit" or "SglQuoted":
                    text += part.GetProperty("Value").GetString();
                    break;
                case "DblQuoted" when part.TryGetProperty("Parts", out var parts) && parts.EnumerateArray().All(inner => inner.GetProperty("Type").GetString() == "Lit"):
                    text += string.Concat(parts.EnumerateArray().Select(inner => inner.GetProperty("Value").GetString()));
                    break;
                default:
                    return null;
            }
        }

        return text;
    }
}
