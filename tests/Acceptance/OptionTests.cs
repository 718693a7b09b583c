using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Options as a user gives them, and what they do to the artifacts.</summary>
public sealed class OptionTests
{
    [TestCase("--tree")]
    [TestCase("--description")]
    [TestCase("--dryrun")]
    [TestCase("--help")]
    public void What_only_shows_changes_nothing_on_disk(string option)
    {
        var project = HelloProjects.Fresh();
        var before = project.Listing();

        var run = project.Succeed(option);

        Assert.That(run.Output, Does.Contain("Srpm"));
        Assert.That(project.Listing(), Is.EqualTo(before));
    }

    [TestCase("--tragte=Make", "did you mean '--target'?")]
    [TestCase("--target=Mkae", "did you mean 'Make'?")]
    [TestCase("--recipe=hello-1.1", "did you mean 'hello-1.0'?")]
    [TestCase("--jobs=none", "--jobs must be a whole number")]
    [TestCase("--no-install=yes", "takes no value")]
    public void A_mistake_is_told_in_two_lines_and_changes_nothing(string option, string phrase)
    {
        var project = HelloProjects.Fresh();
        var before = project.Listing();

        var run = project.Run(option).MustFail(ExitCode.Usage, "Error: Options: ", phrase, "  next:    ");

        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(2));
        Assert.That(project.Listing(), Is.EqualTo(before));
    }

    [Test]
    public void Flags_that_are_given_empty_are_left_out_and_others_replace_the_platforms()
    {
        var project = HelloProjects.Built();

        project.Succeed("--cflags=-O1 -g0", "--cxxflags=", "--target=Default", "--target=Doctor");

        Assert.That(File.ReadAllText(Path.Combine(project.Artifacts, "logs", "configure.log")), Does.Contain(" ./configure 'CFLAGS=-O1 -g0' --disable-silent-rules)\n"));
        Assert.That(Shell.Run(project.Artifacts, "rpm -qp --qf '%{OPTFLAGS}' hello-1.0-1.*.src.rpm hello-1.0-1.src.rpm 2>/dev/null; rpm2cpio hello-1.0-1.src.rpm | cpio -i --to-stdout --quiet '*.spec' | head -n 2"), Does.Contain("%define cflags -O1 -g0\n%define cxxflags %{nil}\n"));
    }

    [Test]
    public void The_operators_time_is_borne_by_everything_and_names_the_archive_unless_a_stamp_does()
    {
        var project = HelloProjects.Built();
        var manner = new Manner { Variables = ImmutableDictionary<string, string>.Empty.Add("SOURCE_DATE_EPOCH", "1300000000") };

        project.Succeed(manner);
        Assert.That(File.Exists(Path.Combine(project.Artifacts, "hello-1.0-110313.tar.bz2")), Is.True);
        Assert.That(Shell.Run(project.Artifacts, "rpm -qp --qf '%{BUILDTIME} ' *.rpm 2>/dev/null").Trim().Split(' ').Distinct().Single(), Is.EqualTo("1300000000"));

        project.Succeed(manner, "--stamp=100521");
        Assert.That(Directory.GetFiles(project.Artifacts, "*.tar.bz2").Select(Path.GetFileName).Single(), Is.EqualTo("hello-1.0-100521.tar.bz2"));
    }

    [Test]
    public void A_time_that_is_none_is_refused() =>
        HelloProjects.Fresh().Run(new Manner { Variables = ImmutableDictionary<string, string>.Empty.Add("SOURCE_DATE_EPOCH", "yesterday") })
            .MustFail(ExitCode.Usage, "SOURCE_DATE_EPOCH must be a whole number of seconds");

    [Test]
    public void Clean_removes_what_runs_made_and_the_downloads_only_when_asked()
    {
        var project = HelloProjects.Built();
        project.Succeed("--target=Fetch");

        var first = project.Succeed("--target=Clean");
        Assert.That(first.Output, Does.Contain($"Clean: removed {project.Of("workspace")}").And.Contain($"Clean: removed {project.Of("artifacts")}").And.Contain("Clean: kept the cache in"));
        Assert.That(Directory.Exists(project.Of("workspace")) || Directory.Exists(project.Of("artifacts")), Is.False);

        project.Succeed("--target=Clean", "--cache");
        Assert.That(Directory.Exists(Path.Combine(project.Cache, "dom0-iptables")), Is.False);
    }
}
