using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Machine;

internal sealed class ProvisioningTests
{
    private static readonly Requirement Present = new("present", ["Make"], "present-deb", "present-rpm", _ => Task.FromResult(true));
    private static readonly Requirement Absent = new("absent", ["Make"], "absent-deb", "absent-rpm", _ => Task.FromResult(false));

    [Test]
    public async Task What_is_there_needs_nothing()
    {
        var reporter = new ReporterSpy();

        await Assert.DoesNotThrowAsync(() => new Provisioning(reporter, "/nonexistent/log").EnsureAsync([Present], mayInstall: true, CancellationToken.None));
        Assert.That(reporter.Lines, Is.Empty);
    }

    [Test]
    public async Task What_is_lacking_and_may_not_be_installed_is_named_for_apt_and_for_dnf()
    {
        var failure = await Assert.ThrowsAsync<PipelineException>(() => new Provisioning(new ReporterSpy(), "/nonexistent/log").EnsureAsync([Present, Absent], mayInstall: false, CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
        Assert.That(failure.Problem, Is.EqualTo("this machine lacks absent"));
        Assert.That(failure.NextStep, Does.Contain("apt-get install absent-deb").And.Contain("dnf install absent-rpm").And.Not.Contain("present-deb"));
    }

    [Test]
    public void A_32_bit_platform_asks_for_the_32_bit_C_library()
    {
        var catalogue = new Catalogue(Repository.Top);

        Assert.That(Requirements.For(catalogue.Platform("i686")).Select(requirement => requirement.DebianPackage), Does.Contain("gcc-multilib"));
        Assert.That(Requirements.For(catalogue.Platform("native")).Select(requirement => requirement.DebianPackage), Does.Contain("libc6-dev").And.Not.Contain("gcc-multilib"));
    }

    [Test]
    public async Task The_doctor_says_what_is_lacking_and_ends_with_its_code()
    {
        using var folder = new TemporaryFolder();
        var reporter = new ReporterSpy();
        await new Doctor(reporter).ExamineAsync([Present], folder.Path, CancellationToken.None);
        Assert.That(reporter.Lines, Does.Contain("This machine has everything."));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => new Doctor(reporter).ExamineAsync([Present, Absent], folder.Path, CancellationToken.None));
        Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
        Assert.That(reporter.Lines, Does.Contain("  LACKS  absent, for Make: apt-get install absent-deb, dnf install absent-rpm"));
    }

    [Test]
    public async Task Whether_32_bit_programs_run_is_found_out_without_one_of_ours()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.c", "int main(void) { return 0; }\n");
        var compiled = await Dom0Iptables.Processes.ProcessRunner.CaptureAsync("Test", new("gcc", ["-m32", "-static", "a.c", "-o", "a"]) { WorkingDirectory = folder.Path }, CancellationToken.None);
        if (!compiled.Succeeded)
        {
            Assert.Ignore("gcc -m32 cannot link here");
        }

        var runs = await Dom0Iptables.Processes.ProcessRunner.CaptureAsync("Test", new("sh", ImmutableArray.Create("-c", "exec ./a 2>/dev/null")) { WorkingDirectory = folder.Path }, CancellationToken.None);

        Assert.That(ThirtyTwoBit.CanRun(folder.Of("scratch")), Is.EqualTo(runs.Succeeded));
    }
}
