using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Handover;

/// <summary>What is kept of a failure is that failure's own.</summary>
internal sealed class EvidenceTests
{
    private static readonly string[] Packages = ["iptables-1.4.8-1.i686.rpm", "iptables-1.4.8-1.src.rpm"];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase(RehearsalRun.Step, "rehearsal.json", "on scratch roots")]
    [TestCase(XenRehearsal.Step, "rehearsal-xen.json", "on a real Xen")]
    public void The_report_that_is_kept_is_that_of_the_rehearsal_that_refused_the_packages(string step, string name, string contents)
    {
        var workspace = new Workspace(folder.Of("workspace"));
        Write(RehearsalRun.ReportIn(workspace.Rehearsal), "on scratch roots");
        Write(XenRehearsal.ReportIn(workspace.XenRehearsal), "on a real Xen");
        Write(Path.Combine(workspace.RpmTop, "RPMS", "i686", "iptables-1.4.8-1.i686.rpm"), "a package");
        Write(Path.Combine(workspace.SrpmTop, "SRPMS", "iptables-1.4.8-1.src.rpm"), "a source package");

        Evidence.Keep(workspace, folder.Of("kept"), new PipelineException(ExitCode.Rehearsal, step, "a check failed", "mend it"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Directory.GetFiles(folder.Of("kept"), "*.json").Select(Path.GetFileName), Is.EqualTo(new[] { name }));
            Assert.That(File.ReadAllText(Path.Combine(folder.Of("kept"), name)), Is.EqualTo(contents));
            Assert.That(Directory.GetFiles(Path.Combine(folder.Of("kept"), "refused")).Select(Path.GetFileName), Is.EquivalentTo(Packages));
        }
    }

    private static void Write(string path, string contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, contents);
    }
}
