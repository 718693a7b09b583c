using System.Text.RegularExpressions;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Documentation;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>The manual page and the reference: made of the tables, whole, and readable by who reads such pages.</summary>
internal sealed partial class ManualPageTests
{
    private static readonly string[] Sections = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "TASKS", "EXIT STATUS", "FILES", "ENVIRONMENT", "EXAMPLES", "SEE ALSO"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        folder.Write("dom0-iptables.1", ManualPage.Of(TaskTable.All) + "\n");
    }

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Groff_has_nothing_to_say_of_it()
    {
        Tool.Require("groff");

        Assert.That(Shell.Run(folder.Path, "groff -man -ww -b -Tutf8 -z dom0-iptables.1 2>&1"), Is.Empty);
    }

    [Test]
    public void Mandoc_has_nothing_to_say_of_it_but_that_it_has_no_date()
    {
        Tool.Require("mandoc");

        var said = Shell.Run(folder.Path, "mandoc -T lint -W warning dom0-iptables.1 2>&1; true").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(said.Where(line => !line.Contains("missing date", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void What_man_shows_has_every_section_option_task_and_exit_code()
    {
        Tool.Require("man");

        var shown = Shell.Run(folder.Path, "MANWIDTH=400 man -P cat -l dom0-iptables.1 | col -bx");

        Assert.Multiple(() =>
        {
            Assert.That(shown.Split('\n').Where(line => line.Length > 0 && char.IsAsciiLetterUpper(line[0]) && !line.Contains('(', StringComparison.Ordinal)), Is.EqualTo(Sections));
            Assert.That(OptionTable.All.Where(option => !shown.Contains(option.Usage, StringComparison.Ordinal) || !shown.Contains(option.Meaning[1..], StringComparison.Ordinal)).Select(option => option.Name), Is.Empty);
            Assert.That(TaskTable.All.Where(task => !shown.Contains(task.Description, StringComparison.Ordinal) || !shown.Contains("./build.sh " + task.Example, StringComparison.Ordinal)).Select(task => task.Name), Is.Empty);
            Assert.That(ExitCodeTable.All.Where(code => !Regex.IsMatch(shown, $@"(?m)^ +{code.Code} +{Regex.Escape(code.Meaning)}\.$")), Is.Empty);
            Assert.That(FileTable.All.Concat(EnvironmentTable.All).Where(fact => !shown.Contains(fact.Name, StringComparison.Ordinal)), Is.Empty);
        });
    }

    [Test]
    public void The_reference_in_docs_is_the_one_that_is_printed() =>
        Assert.That(
            File.ReadAllText(Path.Combine(Repository.Top, "docs", "reference.md")),
            Is.EqualTo(ReferenceText.Of(TaskTable.All) + "\n"),
            "./build.sh --reference > docs/reference.md");

    [Test]
    public void Every_variable_that_the_pipeline_reads_is_named()
    {
        var read = Directory.EnumerateFiles(Path.Combine(Repository.Top, "build"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => VariablePattern().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).Distinct();

        Assert.That(read.Where(name => !EnvironmentTable.All.Any(variable => variable.Name.Split(", ").Contains(name))), Is.Empty);
    }

    [GeneratedRegex(@"\bGetEnvironmentVariable\(""(?<name>\w+)""\)")]
    private static partial Regex VariablePattern();
}
