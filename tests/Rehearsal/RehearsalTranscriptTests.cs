using Dom0Iptables.Rehearsal;

namespace Dom0Iptables.Tests.Rehearsal;

internal sealed class RehearsalTranscriptTests
{
    private const string Pass = "@token\tpass\tS9\tldconfig finds them\t4 libraries";
    private const string Fail = "@token\tfail\tS17\tiptables-save equals the sample\t> -A INPUT";

    [Test]
    public void Checks_are_read_with_their_row_what_was_looked_at_and_what_was_seen()
    {
        var scene = Read(Pass, "noise of the console", Fail, "@token\tend\tguests\t2");

        Assert.That(scene.Fault, Is.Null);
        Assert.That(scene.Checks, Is.EqualTo(new[]
        {
            new RehearsalCheck("S9", "ldconfig finds them", CheckResult.Pass, "4 libraries"),
            new RehearsalCheck("S17", "iptables-save equals the sample", CheckResult.Fail, "> -A INPUT"),
        }));
    }

    [Test]
    public void A_check_is_read_as_it_is_told_and_what_is_none_is_none()
    {
        Assert.That(RehearsalTranscript.CheckIn(Pass, "token"), Is.EqualTo(new RehearsalCheck("S9", "ldconfig finds them", CheckResult.Pass, "4 libraries")));
        Assert.That(new[] { "noise", "@token\tend\tguests\t2", "@token\tpass\tS9", "@token\twell\tS9\tx\ty", Pass.Replace("token", "other", StringComparison.Ordinal) }.Select(line => RehearsalTranscript.CheckIn(line, "token")), Is.All.Null);
    }

    [Test]
    public void A_failed_check_refuses_and_a_passed_or_skipped_one_does_not()
    {
        Assert.That(Read(Pass, Fail, "@token\tend\tguests\t2").Refuses(), Is.True);
        Assert.That(Read(Pass, "@token\tskip\tS18\tthe bridge\tno sysfs", "@token\tend\tguests\t2").Refuses(), Is.False);
    }

    [Test]
    public void What_a_serial_console_puts_around_a_line_is_passed_over() =>
        Assert.That(Read($"[    1.0] (XEN) {Pass}\r", "@token\tend\tguests\t1\r").Refuses(), Is.False);

    [TestCase("it broke off after 1 checks", Pass)]
    [TestCase("it made 3 checks, and 1 were heard", Pass, "@token\tend\tguests\t3")]
    [TestCase("it looked at nothing", "@token\tend\tguests\t0")]
    [TestCase("it broke off after 0 checks")]
    [TestCase("it told something that is no result: well, S9, x, y", "@token\twell\tS9\tx\ty")]
    [TestCase("it told something that is no result: pass, S9", "@token\tpass\tS9")]
    [TestCase("it told something that is no result: end, service, 1", Pass, "@token\tend\tservice\t1")]
    public void A_scene_that_did_not_tell_all_proves_nothing(string fault, params string[] lines)
    {
        var scene = Read(lines);

        Assert.That(scene.Fault, Is.EqualTo(fault));
        Assert.That(scene.Refuses(), Is.True);
    }

    [Test]
    public void Lines_of_another_run_are_not_taken_for_lines_of_this_one() =>
        Assert.That(Read("@other\tpass\tS9\tx\ty", "@other\tend\tguests\t1").Refuses(), Is.True);

    [Test]
    public void A_report_is_read_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        var report = new RehearsalReport("el5-i686", ["a.rpm"], [Read(Pass, Fail, "@token\tend\tguests\t2"), SceneResult.Skipped("service", "no kernel")]);
        report.Write(folder.Of("report.json"));

        var read = RehearsalReport.Read(folder.Of("report.json"));

        Assert.That(read.Scenes.SelectMany(scene => scene.Checks), Is.EqualTo(report.Scenes.SelectMany(scene => scene.Checks)));
        Assert.That(File.ReadAllText(folder.Of("report.json")), Does.Contain("\"result\": \"pass\""));
    }

    [Test]
    public void The_table_shows_scenes_rows_in_their_order_and_every_failure()
    {
        var report = new RehearsalReport("el5-i686", ["a.rpm"], [Read(Fail, Pass, "@token\tend\tguests\t2"), SceneResult.Skipped("service", "no kernel")]);

        var text = string.Join('\n', RehearsalTable.Of(report, 120));

        Assert.That(text, Does.Match("guests +failed +1 passed, 1 failed").And.Match("service +skipped"));
        Assert.That(text, Does.Match(@"(?s)S9 +1 of 1 .*S17 +0 of 1 "));
        Assert.That(text, Does.Contain("guests, S17: iptables-save equals the sample: > -A INPUT").And.Contain("service: skipped: the whole scene: no kernel"));
    }

    private static SceneResult Read(params string[] lines) => RehearsalTranscript.Read("guests", "here", "token", lines);
}
