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

    [Test]
    public async Task A_kernel_is_seen_to_boot_by_the_translator_and_not_by_what_is_not_there()
    {
        Tool.Require(VirtualMachine.Program, "apt-get", "dpkg-deb");
        var packages = new DebianPackages("Test", MachineCache.Folder, new ReporterSpy());
        var package = await packages.DependencyAsync("linux-image-amd64", "linux-image-", CancellationToken.None);
        var kernel = Directory.EnumerateFiles(Path.Combine((await packages.UnpackAsync([package], CancellationToken.None))[package], "boot"), "vmlinuz-*").Single();

        Assert.That(await Accelerator.RunsAsync("Test", Accelerator.Translator, kernel, CancellationToken.None), Is.True);
        Assert.That(await Accelerator.RunsAsync("Test", "xen", kernel, CancellationToken.None), Is.False);
        Assert.That(await Accelerator.RunsAsync("Test", Accelerator.Translator, "/bin/true", CancellationToken.None), Is.False);
    }
}
