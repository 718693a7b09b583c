using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Launching;
using Dom0Iptables.Machine;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;
using static Dom0Iptables.Tests.MachineNeeds.ProvisioningTests;

namespace Dom0Iptables.Tests.MachineNeeds;

/// <summary>Doctor says what the machine has and lacks, and ends as a build would.</summary>
internal sealed class DoctorTests
{
    private static readonly Catalogue Catalogue = new(ProjectLayout.Find().Top);

    // Wide enough for a row to be a line.
    private readonly ReporterSpy reporter = new() { Width = 140 };
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        reporter.Lines.Clear();
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public async Task A_machine_with_everything_is_told_so()
    {
        await ExamineAsync(Present("gcc", "Configure", "Make"));

        Assert.Multiple(() =>
        {
            Assert.That(reporter.Lines[0], Is.EqualTo("  has    gcc"));
            Assert.That(reporter.Lines, Has.One.Contains(Posix.IsRoot ? "runs as root" : "runs as an ordinary user"));
            Assert.That(reporter.Lines, Has.One.Contains("apt-get"));
            Assert.That(reporter.Lines, Has.One.Contains("32-bit programs"));
            Assert.That(reporter.Lines[^1], Is.EqualTo("This machine has everything."));
        });
    }

    [Test]
    public async Task What_a_build_needs_and_lacks_ends_with_an_error_after_all_was_said()
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => ExamineAsync(Absent("rpmbuild", "rpm", "rpm-build", "Rpm", "Test"), Present("gcc"), Absent("shellcheck", "shellcheck", "ShellCheck", "Test"))))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(4));
            Assert.That(failure.Step, Is.EqualTo("Doctor"));
            Assert.That(failure.Problem, Is.EqualTo("this machine lacks rpmbuild"));
            Assert.That(reporter.Lines, Does.Contain("  has    gcc"));
            Assert.That(Row("rpmbuild"), Is.EqualTo((string[])["rpmbuild", "apt-get install rpm", "dnf install rpm-build", "no build from Rpm on; no Test"]));
            Assert.That(Row("shellcheck"), Is.EqualTo((string[])["shellcheck", "apt-get install shellcheck", "dnf install ShellCheck", "no Test"]));
            Assert.That(reporter.Lines, Does.Contain("  all that is not optional: apt-get install rpm shellcheck"));
            Assert.That(reporter.Lines, Does.Contain("                        or: dnf install rpm-build ShellCheck"));
            Assert.That(reporter.Lines, Has.One.Contains("32-bit programs"));
        });
    }

    [Test]
    public async Task What_only_tests_lack_is_said_and_no_error()
    {
        await ExamineAsync(Absent("shellcheck", "shellcheck", "ShellCheck", "Test"));

        Assert.That(reporter.Lines[^1], Is.EqualTo("This machine can build; for all tests it lacks what is named above."));
    }

    [Test]
    public async Task What_is_optional_is_said_to_be_so_with_what_it_is_good_for_and_is_no_error()
    {
        await ExamineAsync(Absent("diffoscope", "diffoscope", "diffoscope", "Reproduce") with { Benefit = "it looks inside" });

        Assert.That(Row("diffoscope")[^1], Is.EqualTo("optional: it looks inside"));
        Assert.That(reporter.Lines, Has.None.Contains("all that is not optional"));
        Assert.That(reporter.Lines[^1], Is.EqualTo("This machine has everything that is needed; what it lacks is optional."));
    }

    [Test]
    public async Task What_stops_a_build_stands_above_what_stops_a_task_and_that_above_what_is_optional()
    {
        await Assert.ThrowsAsync<PipelineException>(() => ExamineAsync(
            Absent("man", "man-db", "man-db", "Doctor") with { Benefit = "reading" }, Absent("faketime", "faketime", "libfaketime", "Reproduce", "Test"), Absent("gcc", "gcc", "gcc", "Configure", "Make", "Stage", "Test")));

        var rows = reporter.Lines.Select(line => Cells(line)[0]).ToList();
        Assert.That((int[])[rows.IndexOf("lacks"), rows.IndexOf("gcc"), rows.IndexOf("faketime"), rows.IndexOf("man")], Is.Ordered.And.All.GreaterThanOrEqualTo(0));
        Assert.That(Row("gcc")[^1], Is.EqualTo("no build from Configure on; no Test"));
        Assert.That(Row("faketime")[^1], Is.EqualTo("no Reproduce, Test"));
    }

    [Test]
    public async Task What_tests_need_and_others_like_to_have_is_one_row()
    {
        await ExamineAsync(Absent("gpg", "gnupg", "gnupg2", "Test"), Absent("gpg", "gnupg", "gnupg2", "Sign") with { Benefit = "--sign" });

        Assert.That(Row("gpg")[^1], Is.EqualTo("no Test; optional: --sign"));
    }

    [Test]
    public void Everything_is_said_for_tasks_that_there_are()
    {
        var tasks = Requirements.AllFor(Catalogue.Platform("el5-i686")).Where(requirement => requirement.Benefit is null).SelectMany(requirement => requirement.Tasks).Distinct();

        Assert.That(tasks, Is.SubsetOf(Dom0Iptables.CommandLine.TaskTable.Names));
    }

    [TestCase("icecc", "icecc g++")]
    [TestCase("distcc", "distcc")]
    [TestCase("ccache", "ccache")]
    public void A_launcher_that_is_asked_for_needs_what_it_calls(string launcher, string packages) =>
        Assert.That(Requirements.For(Launcher.Of(launcher)!).Select(requirement => (requirement.DebianPackage, string.Join(' ', requirement.Tasks))), Is.EqualTo(packages.Split(' ').Select(package => (package, "Make"))));

    [TestCase("el5-i686", "gcc-multilib", "glibc-devel.i686 libgcc.i686")]
    [TestCase("native", "libc6-dev", "glibc-devel")]
    public void A_platforms_C_library_comes_from_its_package(string platform, string debian, string fedora) =>
        Assert.That(Requirements.For(Catalogue.Platform(platform)).Select(requirement => (requirement.DebianPackage, requirement.FedoraPackage)), Has.One.EqualTo((debian, fedora)));

    [TestCase("no-such-compiler -m32", false)]
    [TestCase("gcc", true)]
    public async Task A_C_library_is_asked_of_the_platforms_own_compiler(string compiler, bool there)
    {
        Tool.Require("gcc");
        var platform = Catalogue.Platform("native") with { Cc = compiler };
        var library = Requirements.For(platform).Single(requirement => requirement.Name.Contains("the C library", StringComparison.Ordinal));

        Assert.That(await library.IsThere(CancellationToken.None), Is.EqualTo(there));
    }

    [Test]
    public async Task The_kernels_word_is_the_same_whatever_else_is_started_and_asked_meanwhile()
    {
        var folder = temporary.Of("scratch");
        var can = ThirtyTwoBit.CanRun(folder);
        using var enough = new CancellationTokenSource();
        var starting = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => StartUntil(enough.Token), TaskCreationOptions.LongRunning)).ToArray();

        var words = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => Enumerable.Range(0, 100).Select(_ => ThirtyTwoBit.CanRun(folder)).ToArray(), TaskCreationOptions.LongRunning)));
        await enough.CancelAsync();
        await Task.WhenAll(starting);

        Assert.That(words.SelectMany(word => word), Has.All.EqualTo(can));

        static void StartUntil(CancellationToken enough)
        {
            while (!enough.IsCancellationRequested)
            {
                using var process = System.Diagnostics.Process.Start("true");
                process.WaitForExit();
            }
        }
    }

    [Test]
    public void The_kernels_word_on_32_bit_programs_is_that_of_a_compiled_one()
    {
        var can = ThirtyTwoBit.CanRun(temporary.Of("scratch"));
        Tool.Require("gcc");
        temporary.Write("program.c", "int main(void) { return 0; }\n");
        if (!Tool.Try(temporary.Path, "gcc", "-m32", "-static", "-o", "program", "program.c").Succeeded)
        {
            Assert.Ignore("gcc -m32 is not on this machine");
        }

        Assert.Multiple(() =>
        {
            Assert.That(can, Is.EqualTo(Tool.Try(null, "sh", "-c", temporary.Of("program") + " 2>/dev/null").Succeeded));
            Assert.That(Directory.GetFileSystemEntries(temporary.Of("scratch")), Is.Empty);
        });
    }

    private string[] Row(string name) => reporter.Lines.Select(Cells).Single(cells => cells[0] == name);

    private static string[] Cells(string line) => line.Split(["  ", "│", "|"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } cells ? cells : [""];

    private Task ExamineAsync(params ImmutableArray<Requirement> requirements) =>
        new Doctor(reporter).ExamineAsync(requirements, temporary.Of("scratch"), CancellationToken.None);
}
