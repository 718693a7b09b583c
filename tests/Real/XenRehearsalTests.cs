using Dom0Iptables.Failures;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Tests.VirtualMachines;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Real;

/// <summary>Packages that were built, on a real Xen: minutes each. DOM0_IPTABLES_RPMS names the folder of the packages.</summary>
[Category("Xen")]
internal sealed class XenRehearsalTests
{
    [Test]
    public async Task Built_packages_do_on_a_real_Xen_what_the_procedure_does()
    {
        using var folder = new TemporaryFolder();

        var report = await RehearseAsync(folder, Packages());

        Assert.That(report.Refuses(), Is.False);
    }

    private static string[] Packages()
    {
        var folder = Environment.GetEnvironmentVariable("DOM0_IPTABLES_RPMS");
        if (folder is null)
        {
            Assert.Ignore("DOM0_IPTABLES_RPMS names no folder of packages");
        }

        return Directory.GetFiles(folder!, "*.rpm");
    }

    private static async Task<RehearsalReport> RehearseAsync(TemporaryFolder folder, string[] packages)
    {
        Tool.Require(VirtualMachine.Program, "cpio", "apt-get", "dpkg-deb", "bwrap");
        var logs = Environment.GetEnvironmentVariable("DOM0_IPTABLES_LOGS") ?? folder.Of("logs");
        var reporter = new ReporterSpy();
        var is64Bit = packages.Any(package => package.EndsWith(".x86_64.rpm", StringComparison.Ordinal));
        var rehearsal = new XenRehearsal("test", is64Bit, new DebianPackages("Test", MachineCache.Folder, reporter), folder.Of("scratch"), new StepLogs(logs), reporter);
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
