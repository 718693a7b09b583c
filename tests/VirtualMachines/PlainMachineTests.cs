using Dom0Iptables.Tests.Processes;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Tests.VirtualMachines;

[Category("Machine")]
internal sealed class PlainMachineTests
{
    [Test]
    public async Task A_command_of_the_root_runs_as_root_with_the_kernels_netfilter()
    {
        Tool.Require(VirtualMachine.Program, "cpio", "apt-get", "dpkg-deb");
        using var folder = new TemporaryFolder();
        folder.Write("root/data/greeting", "hello from the root\n");
        var packages = new DebianPackages("Test", MachineCache.Folder, new ReporterSpy());
        var machine = new PlainMachine("Test", packages, folder.Of("scratch"), folder.Of("console.log"), new ReporterSpy());

        var console = await machine.RunAsync(folder.Of("root"), "b=/.machine/busybox; $b cat /data/greeting; $b id -u; $b cat /proc/net/ip_tables_matches | $b sort | $b tr '\\n' ' '; $b stat -c %u:%g /data", CancellationToken.None);

        Assert.That(string.Join('\n', console), Does.Contain("hello from the root\n0\n").And.Contain("physdev").And.Contain("0:0").And.Contain("the command ended with exit code 0"));
        Assert.That(File.ReadAllText(folder.Of("console.log")), Does.StartWith("$ ").And.Contain("hello from the root"));
    }
}
