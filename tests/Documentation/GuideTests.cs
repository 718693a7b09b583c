using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Machine;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;
using static Dom0Iptables.Tests.CommandLine.CommandLineReading;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>The pages of docs/: what they name is there, and their commands are run, here or where it says.</summary>
internal sealed partial class GuideTests
{
    // Which test runs the commands of which page.
    private static readonly ImmutableDictionary<string, string> RunBy = ImmutableDictionary<string, string>.Empty
        .Add("first-hour-maintenance.md", nameof(FirstHourTests))
        .Add("first-hour-dom0.md", nameof(Real.RehearsalTests))
        .Add("how-it-works.md", nameof(ManualPageTests));

    // What no test runs, and why.
    private static readonly ImmutableDictionary<string, string> NotRun = ImmutableDictionary<string, string>.Empty
        .Add("ci/README.md", "it needs a container engine and its registry")
        .Add("elsewhere.md", "its hosts and packages are somebody's; LauncherTests and GateTests run the same with their own");

    private static IEnumerable<string> Pages => Guide.All.Select(guide => guide.Name);

    [Test]
    public void The_commands_of_each_page_are_run_or_it_is_said_why_not() =>
        Assert.That(Guide.All.Where(guide => guide.Blocks.Length > 0).Select(guide => guide.Name), Is.EquivalentTo(RunBy.Keys.Concat(NotRun.Keys)));

    [TestCaseSource(nameof(Pages))]
    public void Each_command_line_of_the_pipeline_is_one_that_is_read(string page)
    {
        var lines = new Guide(page).Blocks.SelectMany(block => DoorPattern().Matches(block).Select(match => match.Groups["arguments"].Value.Trim()));

        Assert.Multiple(() =>
        {
            // Not one that is wrong on purpose, nor one whose value is the shell's to find.
            foreach (var line in lines.Where(line => !line.Contains("Mkae", StringComparison.Ordinal) && !line.EndsWith('=')))
            {
                Assert.That(() => Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Throws.Nothing, line);
            }
        });
    }

    [TestCaseSource(nameof(Pages))]
    public void Each_file_that_a_page_links_to_is_there(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Top, "docs", page))!;
        var missing = LinkPattern().Matches(new Guide(page).Text).Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => !target.StartsWith("http", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target)));

        Assert.That(missing, Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void Each_option_and_task_that_a_page_names_is_there(string page)
    {
        var text = new Guide(page).Text;

        Assert.That(TargetPattern().Matches(text).Select(match => match.Groups["task"].Value).Where(task => task is not ("Mkae" or "TASK")).Distinct(), Is.SubsetOf(TaskTable.Names));
        Assert.That(CodePattern().Matches(text).Select(match => match.Groups["option"].Value).Distinct(), Is.SubsetOf(OptionTable.All.Select(option => option.Name).Append("privileged")));
    }

    [Test]
    public void Each_room_is_named_in_how_it_works()
    {
        var rooms = Directory.EnumerateDirectories(Path.Combine(Repository.Top, "build")).Select(Path.GetFileName).Where(room => room is not ("bin" or "obj"));

        Assert.That(rooms.Where(room => !new Guide("how-it-works.md").Text.Contains($"`{room}/`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_reference_is_rewritten_by_the_command_that_how_it_works_names()
    {
        Assert.That(new Guide("how-it-works.md").Blocks, Is.EqualTo((string[])["./build.sh --reference > docs/reference.md\n"]));
        Assert.That(new Guide("reference.md").Text, Does.Contain("./build.sh --reference > docs/reference.md"));
    }

    [TestCase("github-actions.yml")]
    [TestCase("gitlab-ci.yml")]
    public void What_is_ready_for_ci_runs_the_two_commands_and_keeps_what_it_should(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Top, "docs", "ci", file));
        var commands = ReadmeCommands();

        Assert.Multiple(() =>
        {
            Assert.That(commands, Has.Length.EqualTo(2));
            Assert.That(commands.Where(command => !text.Contains(command + "\n", StringComparison.Ordinal)), Is.Empty);
            Assert.That(text, Does.Contain("cache/dom0-iptables").And.Contain("artifacts/").And.Contain("workspace/tests/").And.Contain("always"));
        });
    }

    [TestCase("github-actions.yml")]
    [TestCase("gitlab-ci.yml")]
    public void Yamllint_finds_nothing_in_what_is_ready_for_ci(string file)
    {
        Tool.Require("yamllint");

        Assert.That(Shell.Run(Repository.Top, $"yamllint --strict docs/ci/{file}"), Is.Empty);
    }

    [Test]
    public void The_containers_machine_has_every_package_that_is_needed()
    {
        var words = File.ReadAllText(Path.Combine(Repository.Top, "docs", "ci", "Containerfile")).Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries);
        var catalogue = new Catalogue(Repository.Top);
        var packages = catalogue.Platforms.SelectMany(platform => Requirements.AllFor(catalogue.Platform(platform))).SelectMany(requirement => requirement.DebianPackage.Split(' ')).Distinct();

        Assert.That(packages.Where(package => !words.Contains(package)), Is.Empty);
    }

    // The two that README begins with, without what is said of them.
    private static ImmutableArray<string> ReadmeCommands() =>
        [.. File.ReadLines(Path.Combine(Repository.Top, "README.md")).SkipWhile(line => line != "## Two commands").SkipWhile(line => line != "```sh").Skip(1).TakeWhile(line => line != "```").Select(line => line.Split('#')[0].Trim())];

    [GeneratedRegex(@"\./build\.sh(?<arguments>[^\n|>)&""]*)")]
    private static partial Regex DoorPattern();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"--target=(?<task>\w+)")]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"`--(?<option>[a-z0-9-]+)")]
    private static partial Regex CodePattern();
}
