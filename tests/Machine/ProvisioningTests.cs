using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Tests.Sources;

namespace Dom0Iptables.Tests.MachineNeeds;

/// <summary>What the machine lacks is installed where that is allowed, and else named for apt and for dnf. Nothing real is installed here: apt-get is one of the test's own.</summary>
internal sealed class ProvisioningTests
{
    private readonly ReporterSpy reporter = new();
    private TemporaryFolder temporary = null!;
    private Provisioning provisioning = null!;

    private string Log => temporary.Of("logs", "provisioning.log");

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        provisioning = new Provisioning(reporter, Log);
        reporter.Lines.Clear();
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Where_nothing_is_missing_nothing_is_run_or_said(bool mayInstall)
    {
        using var path = OwnAptGet("exit 1");

        await provisioning.EnsureAsync([Present("gcc")], mayInstall, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(File.Exists(Log), Is.False);
            Assert.That(reporter.Lines, Is.Empty);
        });
    }

    [Test]
    public async Task What_may_not_be_installed_is_named_for_each_distribution_and_nothing_is_run()
    {
        using var path = OwnAptGet("exit 0");
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => provisioning.EnsureAsync([Present("gcc"), Absent("rpmbuild", "rpm", "rpm-build"), Absent("rpm", "rpm", "rpm")], mayInstall: false, CancellationToken.None)))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(4));
            Assert.That(failure.Problem, Is.EqualTo("this machine lacks rpmbuild, rpm"));
            Assert.That(
                failure.NextStep.Split(Environment.NewLine)[1..].Select(line => line.Trim()),
                Is.EqualTo((string[])["Debian, Ubuntu: apt-get install rpm", "Fedora, CentOS: dnf install rpm-build rpm"]));
            Assert.That(File.Exists(Log), Is.False);
        });
    }

    [Test]
    public async Task What_is_missing_is_named_and_installed_with_the_mirrors_lists_fetched_where_they_are_needed()
    {
        // As on a machine that never asked its mirror: nothing is known before update.
        using var path = OwnAptGet($"""
            echo "$@" >> {temporary.Of("asked")}
            case "$*" in
                *update) touch {temporary.Of("lists")};;
                *) test -e {temporary.Of("lists")} && touch {temporary.Of("tool")};;
            esac
            """);
        var requirement = new Requirement("tool", ["Make"], "tool-package extra", "tool", _ => Task.FromResult(File.Exists(temporary.Of("tool"))));

        await provisioning.EnsureAsync([requirement, Present("gcc")], mayInstall: true, CancellationToken.None);

        var asked = File.ReadAllLines(temporary.Of("asked"));
        Assert.Multiple(() =>
        {
            Assert.That(asked, Has.Length.EqualTo(3));
            Assert.That(asked[0], Does.EndWith("install --yes --no-install-recommends tool-package extra"));
            Assert.That(asked[1], Does.EndWith("update"));
            Assert.That(asked[2], Is.EqualTo(asked[0]));
            Assert.That(reporter.Lines[0], Is.EqualTo("This machine lacks tool. Installing by apt-get: tool-package extra"));
        });
    }

    [TestCase("echo E: no such package; exit 100", 100)]
    [TestCase("exit 0", 0)]
    public async Task What_is_missing_after_apt_get_is_named_with_its_log(string script, int exitCode)
    {
        using var path = OwnAptGet(script);
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => provisioning.EnsureAsync([Absent("tool", "tool-package", "tool")], mayInstall: true, CancellationToken.None)))!;

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
            Assert.That(failure.Problem, Is.EqualTo("this machine lacks tool, and apt-get could not install it"));
            Assert.That(failure.CommandExitCode, Is.EqualTo(exitCode));
            Assert.That(File.ReadAllText(failure.LogPath!), Does.Contain(exitCode == 0 ? "apt-get" : "E: no such package"));
        });
    }

    internal static Requirement Present(string name, params ImmutableArray<string> tasks) =>
        new(name, tasks.Length == 0 ? ["Make"] : tasks, name, name, _ => Task.FromResult(true));

    internal static Requirement Absent(string name, string debian, string fedora, params ImmutableArray<string> tasks) =>
        new(name, tasks.Length == 0 ? ["Make"] : tasks, debian, fedora, _ => Task.FromResult(false));

    private EnvironmentVariable OwnAptGet(string script)
    {
        File.SetUnixFileMode(temporary.Write("bin/apt-get", "#!/bin/sh\n" + script + "\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new EnvironmentVariable("PATH", $"{temporary.Of("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
    }
}
