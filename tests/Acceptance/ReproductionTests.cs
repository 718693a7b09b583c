using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Reproducing;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What is built again under other conditions gives the same bytes, or it is said where they differ.</summary>
public sealed class ReproductionTests
{
    [OneTimeSetUp]
    public void Need_what_makes_another_machine()
    {
        foreach (var tool in new[] { "faketime", "disorderfs", "hostname", "localedef" })
        {
            if (Dom0Iptables.Processes.ProcessRunner.FindOnPath(tool) is null)
            {
                Assert.Ignore($"another machine is made with {tool}");
            }
        }
    }

    [Test]
    public void Built_again_under_other_conditions_every_artifact_has_the_same_bytes_and_nothing_of_them_is_left()
    {
        var project = HelloProjects.Built();
        var machine = Machine();

        var run = project.Succeed("--target=Reproduce");

        var report = ReportOf(project);
        var expected = new[] { "folder", "clock", "zone", "locale", "umask", "host", "home", "order of files", "kernel", "shell", "login shell", "cache", "jobs of make" }
            .Concat(HelloProjects.IsRoot ? ["user"] : Array.Empty<string>())
            .Concat(Environment.ProcessorCount > 1 ? ["processors"] : Array.Empty<string>());
        var here = DateTime.Parse(report.Conditions["clock"], CultureInfo.InvariantCulture);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Rounds.Select(round => round.Artifacts.Length), Is.EqualTo(new[] { 8, 8 }));
            Assert.That(report.Rounds.SelectMany(round => round.Artifacts).Where(artifact => artifact.Outcome != ArtifactOutcome.Same), Is.Empty);
            Assert.That(run.Output, Does.Contain("a day later").And.Contain("a year later").And.Contain("same bytes").And.Not.Contain("DIFFERS"));

            // What was seen, not what was meant.
            Assert.That(report.Conditions.Keys.Except(report.NotVaried), Is.SupersetOf(expected));
            Assert.That(report.Rounds.Select(round => (int)(DateTime.Parse(round.Conditions["clock"], CultureInfo.InvariantCulture) - here).TotalDays), Is.EqualTo(new[] { 1, 370 }));
            Assert.That(report.Rounds.Select(round => round.Conditions["locale"]), Is.EqualTo(new[] { "UTF-8 tr_TR.UTF-8", "EUC-JP ja_JP.EUC-JP" }));

            Assert.That(Directory.EnumerateDirectories(Path.Combine(project.Workspace, "reproduction")), Is.Empty, "what was built again is not kept");
            Assert.That(Machine(), Is.EqualTo(machine));
        }

        static string Machine() => Shell.Run("/", "cat /proc/mounts; uname -a; ls -la --time-style=+ /etc/ld.so.preload /etc/faketimerc /etc/localtime /dev/shm /mnt 2>&1; pgrep -c '[d]isorderfs'; true");
    }

    [TestCase("clock", "date +%Y-%m-%d")]
    [TestCase("order of files", "ls -U; mkdir order; for n in a b c d e f g h; do touch order/$n; done; ls -U order; rm -r order")]
    public void What_gets_into_an_artifact_is_found_down_to_the_file(string condition, string leak)
    {
        var project = HelloProjects.Fresh();
        project.AddPatch("Makefile.in", "all-local:\n", $"all-local:\n\t@({leak.Replace("$", "$$", StringComparison.Ordinal)}) > seen\n");

        var run = project.Run("--target=Reproduce");

        run.MustFail(ExitCode.Reproduction, "Reproduce: built again, ", "hello-1.0-100521.tar.bz2", "reproduction.json there says what it saw");
        var archive = ReportOf(project).Rounds[0].Artifacts.Single(artifact => artifact.File == "hello-1.0-100521.tar.bz2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(archive.Outcome, Is.EqualTo(ArtifactOutcome.Differs), condition);
            Assert.That(archive.Differences, Has.Some.StartsWith("hello-1.0/seen: line 1: ").Or.Some.StartsWith("hello-1.0/seen: line 2: "));
            Assert.That(ReportOf(project).Rounds[0].Artifacts.Single(artifact => artifact.File == "hello-1.0-1.x86_64.rpm").Outcome, Is.EqualTo(ArtifactOutcome.Same), "the file is not packed");
            Assert.That(File.Exists(Path.Combine(project.Evidence, "reproduction.json")), Is.True);
            Assert.That(Directory.Exists(Path.Combine(project.Workspace, "reproduction", "1")), Is.True, "the other build is kept to be looked at");
        }
    }

    [Test]
    public void A_build_that_fails_elsewhere_is_told_with_its_own_words()
    {
        var project = HelloProjects.Fresh();
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\t@test \"$$(date +%Y%m%d)\" = \"" + DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "\"\n");

        project.Run("--target=Reproduce").MustFail(ExitCode.Reproduction, "Reproduce: the build a day later failed, with exit code 10: Make: ", "reproduce-1.log");
    }

    [Test]
    public void A_signal_ends_the_other_machine_too()
    {
        var project = HelloProjects.Fresh();
        var today = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        project.AddPatch("Makefile.in", "all-local:\n", $"all-local:\n\t@test \"$$(date +%Y%m%d)\" = \"{today}\" || sleep 4712\n");
        using var run = project.Start(new Manner(), "--target=Reproduce");
        Assert.That(() => Shell.Run("/", "pgrep -f '[s]leep 4712'; true"), Is.Not.Empty.After(60_000, 200));
        var processes = ProcessTree.Below(run.Id);

        Shell.Run("/", $"kill -TERM {run.Id}");

        PipelineRun.Of(run).MustEndWith(ExitCode.Terminated);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(processes.Select(process => process.Command), Has.Some.Contains("disorderfs"), "it was under way");
            Assert.That(() => ProcessTree.Alive(processes), Is.Empty.After(5000, 50));
            Assert.That(Shell.Run("/", $"grep -c {project.Folder} /proc/self/mounts; true").Trim(), Is.EqualTo("0"));
        }
    }

    [Test]
    public void An_ordinary_user_can_do_it_too()
    {
        var project = HelloProjects.OfNobody();

        project.Succeed(new Manner { AsNobody = true }, "--target=Reproduce");

        Assert.That(ReportOf(project).Rounds[0].Conditions["user"], Is.EqualTo("0"), "in a namespace of his own he is root");
    }

    private static ReproductionReport ReportOf(HelloProject project) => Json.Read<ReproductionReport>(Path.Combine(project.Workspace, "reproduction", ReproductionReport.FileName));
}
