using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Failures;

/// <summary>A failure says which step, what, where the evidence is and what to do.</summary>
internal sealed class FailureMessageTests
{
    [Test]
    public void A_failure_of_a_command_shows_it_with_its_exit_code_and_log()
    {
        var failure = new PipelineException(ExitCode.Make, "Make", "a.c:1: oh", "mend it", "make -j2", 2, "/logs/make.log");

        Assert.That(failure.Message.Split(Environment.NewLine), Is.EqualTo((string[])
        [
            "Make: a.c:1: oh",
            "  command: make -j2 (exit code 2)",
            "  log:     /logs/make.log",
            "  next:    mend it",
        ]));
    }

    [Test]
    public void A_failure_without_a_command_shows_none()
    {
        var failure = new PipelineException(ExitCode.Usage, "Options", "unknown", "see --help");

        Assert.That(failure.Message.Split(Environment.NewLine), Is.EqualTo((string[])["Options: unknown", "  next:    see --help"]));
    }

    [Test]
    public void A_command_that_could_not_be_started_has_no_exit_code() =>
        Assert.That(new PipelineException(ExitCode.MissingTool, "Make", "none", "get it", "make").Message, Does.Contain("command: make" + Environment.NewLine));

    [Test]
    public void Every_kind_of_failure_has_an_exit_code_of_its_own_that_a_shell_can_see()
    {
        var codes = Enum.GetValuesAsUnderlyingType<ExitCode>().Cast<int>().ToList();

        Assert.Multiple(() =>
        {
            Assert.That(codes, Is.Unique);
            Assert.That(codes, Has.All.InRange(0, 255));
            Assert.That(codes, Has.None.InRange(125, 129), "a shell's own");
            Assert.That((int)ExitCode.Success, Is.Zero);
        });
    }
}
