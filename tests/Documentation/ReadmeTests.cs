using System.Text.RegularExpressions;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;

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
        var source = File.ReadAllText(Path.Combine(Repository.Top, "build", "Failures", "ExitCode.cs"));
        var expected = ExitCodePattern().Matches(source).Select(match => $"| {match.Groups["code"].Value} | {match.Groups["meaning"].Value} |").ToList();

        Assert.That(expected, Has.Count.EqualTo(Enum.GetValues<ExitCode>().Length));
        Assert.That(Between("exit codes", 2), Is.EqualTo(expected));
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
        var reader = File.ReadAllText(Path.Combine(Repository.Top, "build", "Recipes", "RecipeReader.cs"));
        var keys = KeyPattern().Matches(reader).Select(match => match.Groups["key"].Value).Distinct().ToList();

        Assert.That(keys, Does.Contain("maximum-bytes"));
        Assert.That(keys.Where(key => !Regex.IsMatch(Readme, $@"(?m)^({Regex.Escape(key)} = |\[(source\.)?{Regex.Escape(key)}\])")), Is.Empty);
    }

    private static string InTable(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    // The rows between a table's two marks, without its head.
    private static IEnumerable<string> Between(string mark, int head) =>
        Readme.Split('\n').SkipWhile(line => !line.StartsWith($"<!-- {mark}:", StringComparison.Ordinal)).Skip(1 + head).TakeWhile(line => line != $"<!-- /{mark} -->");

    [GeneratedRegex(@"/// <summary>(?<meaning>[^<]*?)\.?</summary>\s*\w+ = (?<code>\d+)")]
    private static partial Regex ExitCodePattern();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"(?:Text|Day|Number|Texts|Section|PlainName|Hex)\((?:(?:file|source|debian), )?""(?<key>[a-z0-9-]+)""")]
    private static partial Regex KeyPattern();
}
