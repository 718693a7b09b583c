using System.Collections.Immutable;
using System.Text;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Documentation;

/// <summary>What --reference prints, and docs/reference.md is: every option, task, exit code, key, file and variable, made of the tables in the code.</summary>
public static class ReferenceText
{
    /// <summary>The whole text, in Markdown.</summary>
    /// <param name="tasks">The tasks there are.</param>
    public static string Of(IEnumerable<TaskEntry> tasks)
    {
        var text = new StringBuilder();
        text.Append("# Reference\n\n");
        text.Append("<!-- Made of the tables in the code: ./build.sh --reference > docs/reference.md. A test holds this file against them. -->\n\n");
        text.Append("`./build.sh --help` and `./build.sh --man | man -l -` say the same on a terminal.\n");
        Table(text, "Options", ["option", "meaning", "example"], OptionTable.Own.Select(Row));
        text.Append("\nCake's own:\n");
        Table(text, null, ["option", "meaning", "example"], OptionTable.OfCake.Select(Row));
        Table(text, "Tasks", ["task", "what it does", "runs before it", "example"], tasks.Select(task => (string[])[Code(task.Name), Plain(task.Description), string.Join(", ", task.DependsOn.Select(Code)), Code($"./build.sh {task.Example}")]));
        Table(text, "Exit codes", ["code", "meaning"], ExitCodeTable.All.Select(code => (string[])[$"{code.Code}", Plain(code.Meaning)]));
        Keys(text, "Recipe keys", "A recipe is a file of `recipes/`, in [TOML](https://toml.io). Paths are relative to the project's top folder.", RecipeKeys.All);
        Keys(text, "Platform keys", "A platform is a file of `platforms/`.", PlatformKeys.All);
        Table(text, "Files", ["place", "what is there"], FileTable.All.Select(Row));
        Table(text, "Environment", ["variable", "meaning"], EnvironmentTable.All.Select(Row));
        return text.ToString().TrimEnd('\n');
    }

    private static void Keys(StringBuilder text, string title, string introduction, ImmutableArray<DataKey> keys)
    {
        Table(text, title, ["key", "holds", "must be there", "meaning"], keys.Select(key => (string[])[Code(key.IsTable ? $"[{key.Table}]" : key.Name), key.Kind, key.IsRequired ? "yes" : "", Plain(key.Meaning)]), introduction);
    }

    private static void Table(StringBuilder text, string? title, string[] heads, IEnumerable<string[]> rows, string? introduction = null)
    {
        text.Append(title is null ? "" : $"\n## {title}\n").Append(introduction is null ? "" : $"\n{introduction}\n").Append('\n');
        text.Append("| ").AppendJoin(" | ", heads).Append(" |\n|").Insert(text.Length, "---|", heads.Length).Append('\n');
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }
    }

    private static string[] Row(CommandLineOption option) => [Code(option.Usage), Plain(option.Meaning), Code(option.Example)];

    private static string[] Row(NamedFact fact) => [Code(fact.Name), Plain(fact.Meaning)];

    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Plain(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
