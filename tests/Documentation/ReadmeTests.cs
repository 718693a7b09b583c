using System.Text.RegularExpressions;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Documentation;

internal sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Top, "README.md"));

    [Test]
    public void The_table_of_options_is_the_one_in_the_code()
    {
        var expected = OptionTable.Own.Select(option => $"| `{InTable(option.Usage)}` | {option.Meaning} | `{InTable(option.Example)}` |");

        Assert.That(Between("options", 2), Is.EqualTo(expected));
    }

    [Test]
    public void Every_option_of_Cake_is_named()
    {
        Assert.That(OptionTable.OfCake.Where(option => !Readme.Contains($"`--{option.Name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_table_of_exit_codes_is_the_one_in_the_code()
    {
        Assert.That(Between("exit codes", 2), Is.EqualTo(ExitCodeTable.All.Select(code => $"| {code.Code} | {code.Meaning} |")));
    }

    [Test]
    public void Every_file_and_folder_that_it_links_to_is_there()
    {
        var missing = LinkPattern().Matches(Readme).Select(match => match.Groups["target"].Value)
            .Where(target => !target.StartsWith("http", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Repository.Top, target)));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void The_sample_recipe_has_every_key_that_a_recipe_may_have()
    {
        Assert.That(
            RecipeKeys.All.Select(key => key.IsTable ? $@"\[{Regex.Escape(key.Table)}\]" : $"{Regex.Escape(key.Name)} = ").Where(key => !Regex.IsMatch(Readme, $"(?m)^{key}")),
            Is.Empty);
    }

    private static string InTable(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    // The rows between a table's two marks, without its head.
    private static IEnumerable<string> Between(string mark, int head) =>
        Readme.Split('\n').SkipWhile(line => !line.StartsWith($"<!-- {mark}:", StringComparison.Ordinal)).Skip(1 + head).TakeWhile(line => line != $"<!-- /{mark} -->");

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex LinkPattern();
}
