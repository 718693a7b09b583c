using Cake.Frosting;
using static Dom0Iptables.Tests.Frosting.SampleTasks;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>What the command line does.</summary>
internal sealed class OptionTests
{
    [Test]
    public void The_description_lists_every_task_and_runs_none()
    {
        var run = HostRun.Of(Pipeline, "--description");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Match(@"Make +Runs make\.").And.Match(@"Fetch-Source +Fetches the archive\.").And.Match(@"\bLint\b"));
    }

    [Test]
    public void The_tree_shows_who_depends_on_whom_but_no_dependee_and_runs_none()
    {
        var run = HostRun.Of(Pipeline, "--tree");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Journal, Is.Empty);
        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.That(string.Join('\n', lines), Is.EqualTo("Default\n└─Make\n   └─Configure\n      └─Fetch-Source"));
    }

    [Test]
    public void A_dry_run_numbers_the_tasks_in_their_order_and_runs_none()
    {
        var run = HostRun.Of(Pipeline, "--dryrun", "--target", "Make");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Match(@"(?s)1\. Fetch-Source.*2\. Configure.*3\. Lint.*4\. Make"));
    }

    [Test]
    public void Whatever_the_host_does_not_know_becomes_an_argument()
    {
        var run = HostRun.Of([typeof(Observing)], "-t", "Observing", "--equals=1", "--space", "2", "--flag", "--many=a", "--many=b", "--platform", "native");

        Assert.That(run.Story, Does.Contain("equals=1, space=2, flag=, many=a|b, platform=native, target=Observing, platform is native"));
    }

    [Test]
    public void An_argument_that_is_not_given_has_its_default()
        => Assert.That(HostRun.Of([typeof(Observing)], "-t", "Observing").Journal, Does.Contain("platform is el5-i686"));

    [TestCase("--working")]
    [TestCase("-w")]
    public void The_run_works_in_the_directory_that_is_asked_for(string option)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();

        var run = HostRun.Of(
            host => host.AddAssembly(new TaskSet(typeof(Observing))).UseWorkingDirectory(other.Path),
            "-t", "Observing", option, folder.Path);

        Assert.That(run.Journal, Does.Contain($"works in {folder.Path}"));
    }

    [Test]
    public void The_run_works_in_the_hosts_directory_where_none_is_asked_for()
    {
        using var folder = new TemporaryFolder();

        var run = HostRun.Of(host => host.AddAssembly(new TaskSet(typeof(Observing))).UseWorkingDirectory(folder.Path), "-t", "Observing");

        Assert.That(run.Journal, Does.Contain($"works in {folder.Path}"));
    }

    [Test]
    public void A_working_directory_that_is_not_there_is_refused()
    {
        var run = HostRun.Of(Pipeline, "--working", "/nowhere/at/all");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Contain("'/nowhere/at/all' does not exist"));
    }

    [TestCase("quiet", false, false)]
    [TestCase("normal", true, false)]
    [TestCase("verbose", true, true)]
    public void The_verbosity_says_how_much_is_shown(string verbosity, bool information, bool detail)
    {
        var run = HostRun.Of([typeof(Observing)], "-t", "Observing", "--verbosity", verbosity);

        Assert.That(run.Output.Contains("a line", StringComparison.Ordinal), Is.EqualTo(information));
        Assert.That(run.Output.Contains("a detail", StringComparison.Ordinal), Is.EqualTo(detail));
    }

    [Test]
    public void The_configuration_file_of_the_working_directory_is_read_and_an_argument_has_the_last_word()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cake.config", "[Settings]\nVerbosity=verbose\n[Sample]\nSetting=of the file\n");

        var byHost = HostRun.Of(host => host.AddAssembly(new TaskSet(typeof(Observing))).UseCakeSetting("Sample_Setting", "of the host"), "-t", "Observing");
        var byFile = HostRun.Of([typeof(Observing)], "-t", "Observing", "-w", folder.Path);
        var byArgument = HostRun.Of([typeof(Observing)], "-t", "Observing", "-w", folder.Path, "-v", "normal", "--sample_setting=of the argument");

        Assert.That(byHost.Journal, Does.Contain("setting is of the host"));
        Assert.That(byFile.Journal, Does.Contain("setting is of the file"));
        Assert.That(byFile.Output, Does.Contain("a detail"));
        Assert.That(byArgument.Journal, Does.Contain("setting is of the argument"));
        Assert.That(byArgument.Output, Does.Not.Contain("a detail"));
    }

    [Test]
    public void The_report_can_be_left_out()
    {
        Assert.That(HostRun.Of(Pipeline).Output, Does.Contain("Total:"));
        Assert.That(HostRun.Of(Pipeline, "--no-report").Output, Does.Not.Contain("Total:"));
    }

    [TestCase("--version", "Unknown|[0-9]")]
    [TestCase("--info", "Version: ")]
    [TestCase("--help", "")]
    public void What_only_informs_runs_no_task(string option, string shown)
    {
        var run = HostRun.Of(Pipeline, option);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Journal, Is.Empty);
        Assert.That(run.Output, Does.Match(shown));
    }
}
