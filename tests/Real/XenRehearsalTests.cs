using Dom0Iptables.Failures;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Tests.VirtualMachines;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Real;

/// <summary>
/// Packages on a real Xen. Each test boots a virtual machine for minutes, so they are run where DOM0_IPTABLES_XEN asks for
/// them: "build" builds the packages first, anything else is the folder of packages that were built.
/// </summary>
[Category("Xen")]
internal sealed class XenRehearsalTests
{
    private static readonly string[] Boots = ["xen-first", "xen-again", "xen-erased"];

    private static readonly string[] Rows = ["S1", "S2", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOM0_IPTABLES_XEN")))
        {
            Assert.Ignore("minutes on a virtual machine are not asked for by DOM0_IPTABLES_XEN");
        }

        Tool.Require(VirtualMachine.Program, "cpio", "apt-get", "dpkg-deb", "bwrap", "mke2fs", "rpmbuild");
        folder = new TemporaryFolder();
    }

    [TearDown]
    public void Remove() => folder?.Dispose();

    [TestCase("iptables-1.4.8", "el5-i686")]
    [TestCase("iptables-1.8.9", "el5-i686")]
    public async Task Built_packages_do_on_a_real_Xen_what_the_procedure_does(string recipe, string platform)
    {
        var report = await RehearseAsync(Packages(recipe, platform));
        var checks = report.Scenes.SelectMany(scene => scene.Checks).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Refuses(), Is.False);
            Assert.That(report.Scenes.Select(scene => scene.Scene), Is.EqualTo(Boots));
            Assert.That(checks.Where(check => check.Result != CheckResult.Pass), Is.Empty);
            Assert.That(checks.Select(check => check.Row).Distinct(), Is.SupersetOf(Rows));
        }
    }

    [Test]
    public async Task A_firewall_that_comes_late_saves_what_is_the_guests_and_forgets_a_port_is_refused_for_each_of_it()
    {
        var built = Packages("iptables-1.8.9", "el5-i686").Single(package => !package.EndsWith(".noarch.rpm", StringComparison.Ordinal));

        var report = await RehearseAsync([built, BrokenDom0Package()]);
        var refused = report.Scenes.SelectMany(scene => scene.Checks).Where(check => check.Result == CheckResult.Fail).Select(check => check.What).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Refuses(), Is.True);
            Assert.That(refused, Does.Contain("the order of the services"));
            Assert.That(refused, Does.Contain("before xend starts the firewall is up"));
            Assert.That(refused, Does.Contain("the saved file has no rule of a guest"));
            Assert.That(refused, Does.Contain("packets: outside to dom0, 922"));
            Assert.That(refused, Does.Not.Contain("packets: outside to dom0, 22"));
        }
    }

    private string[] Packages(string recipe, string platform)
    {
        var given = Environment.GetEnvironmentVariable("DOM0_IPTABLES_XEN")!;
        if (Directory.Exists(given))
        {
            var files = Directory.GetFiles(given, "*.rpm").Where(file => file.EndsWith(".noarch.rpm", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith(recipe + "-", StringComparison.Ordinal)).ToList();
            if (files.Count < 2)
            {
                Assert.Ignore($"{given} has not {recipe} with iptables-dom0");
            }

            return Installed(files);
        }

        using var build = RealBuild.Of(recipe, platform);
        return Installed(build.Packages.Select(package =>
        {
            File.Copy(package, folder.Of(Path.GetFileName(package)));
            return folder.Of(Path.GetFileName(package));
        }));
    }

    private static string[] Installed(IEnumerable<string> packages) =>
        [.. packages.Where(file => !file.EndsWith(".src.rpm", StringComparison.Ordinal) && !file.Contains("-devel-", StringComparison.Ordinal))];

    // The package as it is, but for its place in the order of the boot, the filter of save, and a port.
    private string BrokenDom0Package()
    {
        Shell.Run(folder.Path, $$"""
            set -e
            spec={{Repository.Top}}/specs/iptables-dom0.spec
            name=iptables-dom0-$(sed -n 's/^Version: //p' "$spec")
            mkdir -p top/SOURCES
            cp -r {{Repository.Top}}/dom0 "$name"
            sed -i 's/^# chkconfig: 2345 08 92/# chkconfig: 2345 99 92/' "$name/etc/rc.d/init.d/iptables"
            sed -i 's/| without_guest_rules)/| cat)/' "$name/usr/libexec/iptables-dom0/service.sh"
            sed -i 's/"22 922"/"22"/' "$name/etc/sysconfig/xen-firewall"
            ! diff -r "$name" {{Repository.Top}}/dom0 > changed
            test "$(grep -c '^>' changed)" = 3
            tar cjf "top/SOURCES/$name.tar.bz2" "$name"
            rpmbuild -bb --quiet --define "_topdir $PWD/top" "$spec" 2> log || { cat log >&2; exit 1; }
            mv top/RPMS/noarch/*.rpm broken.noarch.rpm
            """);
        return folder.Of("broken.noarch.rpm");
    }

    private async Task<RehearsalReport> RehearseAsync(string[] packages)
    {
        var reporter = new ReporterSpy();
        var logs = new StepLogs(folder.Of("logs"));
        var rehearsal = new XenRehearsal("test", is64Bit: false, new DebianPackages("Test", MachineCache.Folder, reporter), folder.Of("scratch"), logs, reporter);
        try
        {
            await rehearsal.RunAsync([.. packages], CancellationToken.None);
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.Rehearsal)
        {
            await TestContext.Progress.WriteLineAsync(exception.Message);
        }

        foreach (var line in reporter.Lines)
        {
            await TestContext.Progress.WriteLineAsync(line);
        }

        return RehearsalReport.Read(XenRehearsal.ReportIn(folder.Of("scratch")));
    }
}
