using Dom0Iptables.CommandLine;
using static Dom0Iptables.Tests.CommandLine.CommandLineReading;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>--help shows everything that can be asked for.</summary>
internal sealed class HelpTextTests
{
    private static readonly string[] Lines = HelpText.Of(TaskList).Split('\n');

    [Test]
    public void Help_shows_each_option_with_what_it_does()
    {
        Assert.Multiple(() =>
        {
            foreach (var option in OptionTable.All)
            {
                Assert.That(Lines, Has.One.Matches<string>(line => line!.StartsWith($"  {option.Usage} ", StringComparison.Ordinal) && line.EndsWith(" " + option.Meaning, StringComparison.Ordinal)), option.Name);
            }
        });
    }

    [Test]
    public void Help_shows_each_task_with_what_it_does()
    {
        Assert.Multiple(() =>
        {
            Assert.That(TaskList, Has.Length.GreaterThan(10));
            foreach (var (name, description, example, _) in TaskList)
            {
                Assert.That(Lines, Has.One.Matches<string>(line => line!.StartsWith($"  {name} ", StringComparison.Ordinal) && line.EndsWith(" " + description, StringComparison.Ordinal)), name);
                Assert.That(Lines.Select(line => line.Trim()), Does.Contain("./build.sh " + example), name);
            }
        });
    }

    [TestCaseSource(nameof(TaskExamples))]
    public void Each_example_of_a_task_is_a_command_line_that_asks_for_it(string task, string example) =>
        Assert.That(Read(example.Split(' ')).Targets, Is.EqualTo((string[])[task]));

    [Test]
    public void No_task_does_without_an_example() =>
        Assert.That(typeof(TaskEntry).Assembly.GetExportedTypes().Where(type => type.Namespace == "Dom0Iptables.Tasks" && !Attribute.IsDefined(type, typeof(TaskExampleAttribute))), Is.Empty);

    private static IEnumerable<TestCaseData> TaskExamples() => TaskList.Select(task => new TestCaseData(task.Name, task.Example));

    [Test]
    public void Each_example_of_the_help_is_a_command_line_that_is_read()
    {
        var examples = Lines.SkipWhile(line => line != "examples:").Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Trim().Split("  ")[0].Split(' ')).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(examples, Has.Count.GreaterThan(3));
            foreach (var example in examples)
            {
                Assert.That(example[0], Is.EqualTo("./build.sh"));
                Assert.That(() => Read(example[1..]), Throws.Nothing, string.Join(' ', example));
            }
        });
    }

    [Test]
    public void No_two_options_share_a_name_or_a_letter()
    {
        Assert.Multiple(() =>
        {
            Assert.That(OptionTable.All.Select(option => option.Name), Is.Unique);
            Assert.That(OptionTable.All.Select(option => option.Letter).Where(letter => letter is not null), Is.Unique);
        });
    }
}
