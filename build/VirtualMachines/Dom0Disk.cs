using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.VirtualMachines;

/// <summary>
/// Makes the disk of the rehearsal's dom0: the folders and start scripts of EL5, a userland of the platform's class, Xen's
/// tools and rpm beside it. The packages lie on it, and are installed by the machine itself when it boots first: the
/// kernel there runs 32-bit programs, which this machine's may not.
/// </summary>
/// <param name="step">The step on whose behalf.</param>
/// <param name="scratch">The folder it is made in.</param>
internal sealed class Dom0Disk(string step, string scratch)
{
    private const string Image = "dom0.ext4";

    // Room for what the packages bring, and rpm's database.
    private const string Size = "512M";

    private static readonly ImmutableArray<string> DiskModules = ["crc32c_generic", "virtio_pci", "virtio_blk", "ext4"];

    private static readonly ImmutableArray<string> Modules =
    [
        .. DiskModules,
        "xen-privcmd", "xenfs", "xen-gntdev", "xen-evtchn", "xen-gntalloc", "xen-netback", "bridge", "br_netfilter", "veth",
        "ip_tables", "iptable_filter", "iptable_nat", "iptable_mangle", "iptable_raw", "ip6_tables", "ip6table_filter", "ip6t_REJECT", "ipt_REJECT",
        "xt_tcpudp", "xt_physdev", "xt_state", "xt_conntrack", "nf_conntrack", "nf_conntrack_ftp", "nf_nat", "nf_nat_ftp",
    ];

    // EL5 has one place for each program, and bash for sh; what Debian's packages bring themselves is not busybox's to be.
    private static readonly ImmutableHashSet<string> NotOfBusybox = ["sh", "bash", "ash", "busybox", "ip", "rpm", "rpm2cpio", "dpkg", "dpkg-deb", "init", "linuxrc"];

    private static readonly ImmutableArray<string> Folders =
    [
        "bin", "sbin", "usr/bin", "usr/sbin", "usr/local/lib", "usr/local/sbin", "usr/local/bin", "proc", "sys", "dev", "run", "tmp", "root", "etc/rc.d/init.d",
        "etc/sysconfig", "etc/ld.so.conf.d", "etc/xen/auto", "etc/rpm", "var/run", "var/lock/subsys", "var/log", "var/lib/rpm", "var/tmp", "rehearsal/packages", "rehearsal/guest",
    ];

    private static readonly ImmutableArray<string> NotOnEl5 = ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian", "usr/share/bug", "usr/include", "usr/lib/debug", "etc/init.d"];

    private const string LoaderFolders = "/lib/x86_64-linux-gnu\n/usr/lib/x86_64-linux-gnu\n/lib/i386-linux-gnu\n/usr/lib/i386-linux-gnu\n";

    private string Root => Path.Combine(scratch, "dom0");

    /// <summary>Makes the disk, and what boots it, in the scratch folder.</summary>
    /// <param name="debian">What it is made of.</param>
    /// <param name="packages">The RPMs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The machine's hypervisor, modules and disk, named from the scratch folder; its arguments are for the caller.</returns>
    public async Task<(string Hypervisor, string Kernel, string Initramfs, string Disk)> MakeAsync(XenPackages debian, ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        foreach (var package in debian.Userland)
        {
            await RunAsync(Command.Of("cp", "--archive", "--no-preserve=ownership", "--", package + "/.", Root), cancellationToken);
        }

        foreach (var folder in NotOnEl5)
        {
            TreeCopy.Remove(InRoot(folder));
        }

        foreach (var folder in Folders)
        {
            Directory.CreateDirectory(InRoot(folder));
        }

        await FurnishAsync(debian, cancellationToken);
        var modules = new KernelModules(debian.Kernel);
        foreach (var module in modules.InOrder(Modules))
        {
            var to = InRoot("lib/modules", modules.PlaceOf(module));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(module, to);
        }

        foreach (var package in packages)
        {
            File.Copy(package, InRoot("rehearsal/packages", Path.GetFileName(package)));
        }

        await PackGuestAsync(debian, modules, cancellationToken);
        await PackInitramfsAsync(debian, modules, cancellationToken);

        // In a user namespace, where an ordinary user's files are root's.
        await RunAsync(Sandbox.OnThisMachine(scratch, Command.Of("mke2fs", "-q", "-t", "ext4", "-d", Root, Path.Combine(scratch, Image), Size)), cancellationToken);
        TreeCopy.Remove(Root);
        var hypervisor = Directory.EnumerateFiles(Path.Combine(debian.Hypervisor, "boot"), "xen-*.gz").Single();
        await UnzipAsync(hypervisor, Path.Combine(scratch, "xen"), cancellationToken);
        File.CreateSymbolicLink(Path.Combine(scratch, "kernel"), DebianFiles.Kernel(debian.Kernel));
        return ("xen", "kernel", "initramfs", Image);
    }

    private string InRoot(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private async Task FurnishAsync(XenPackages debian, CancellationToken cancellationToken)
    {
        await LinkBusyboxAsync(debian, cancellationToken);
        Link("bash", "bin/sh");
        Link("rc.d/init.d", "etc/init.d");
        SceneFiles.WriteTo(InRoot("rehearsal/scenes"));
        foreach (var script in (string[])["boot.sh", "machines.sh", "install.sh", "guests.sh", "erased.sh"])
        {
            GuestFiles.Put(script, InRoot("rehearsal", script));
        }

        foreach (var service in (string[])["xend", "xendomains"])
        {
            GuestFiles.Put(service, InRoot("etc/rc.d/init.d", service));
        }

        GuestFiles.Put("dom0-init", InRoot("sbin/init"));
        GuestFiles.Put("stock-iptables", InRoot("etc/rc.d/init.d/iptables"));
        GuestFiles.Put("guest1.cfg", InRoot("etc/xen/auto/guest1"));
        GuestFiles.Put("guest2.cfg", InRoot("etc/xen/auto/guest2"));
        File.Copy(InRoot("rehearsal/scenes/StandIns/chkconfig"), InRoot("sbin/chkconfig"));
        File.SetUnixFileMode(InRoot("sbin/chkconfig"), File.GetUnixFileMode(InRoot("sbin/init")));
        for (var level = 0; level < 7; level++)
        {
            Directory.CreateDirectory(InRoot("etc/rc.d", $"rc{level}.d"));
            var isOff = level is 0 or 1 or 6;
            Link("../init.d/xend", $"etc/rc.d/rc{level}.d/{(isOff ? "K01" : "S98")}xend");
            Link("../init.d/xendomains", $"etc/rc.d/rc{level}.d/{(isOff ? "K00" : "S99")}xendomains");
        }

        await File.AppendAllTextAsync(InRoot("etc/xen/scripts/vif-common.sh"), GuestFiles.Read("vif-common-frob.bash"), cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/xen/xl.conf"), "autoballoon=\"off\"\n", cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/rpm/macros"), "%_dbpath /var/lib/rpm\n", cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n", cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/group"), "root:x:0:\n", cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/sysctl.conf"), "# Controls IP packet forwarding\nnet.ipv4.ip_forward = 0\n", cancellationToken);
        await File.WriteAllTextAsync(InRoot("etc/ld.so.conf"), "include ld.so.conf.d/*.conf\n", cancellationToken);
        File.Delete(InRoot("etc/ld.so.conf.d/libc.conf"));
        await File.WriteAllTextAsync(InRoot("etc/ld.so.conf.d/base.conf"), LoaderFolders, cancellationToken);
    }

    private async Task LinkBusyboxAsync(XenPackages debian, CancellationToken cancellationToken)
    {
        var list = await ProcessRunner.CaptureAsync(step, Command.Of(DebianFiles.Busybox(debian.Busybox), "--list-full"), cancellationToken);
        foreach (var place in list.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(place => !NotOfBusybox.Contains(Path.GetFileName(place))))
        {
            foreach (var link in new[] { place, "bin/" + Path.GetFileName(place) })
            {
                Link("/bin/busybox", link);
            }
        }
    }

    // Debian's own programs stay; they were there first.
    private void Link(string target, string place)
    {
        var path = InRoot(place);
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, target);
        }
    }

    private async Task PackGuestAsync(XenPackages debian, KernelModules modules, CancellationToken cancellationToken)
    {
        var guest = Path.Combine(scratch, "guest");
        foreach (var folder in (string[])["bin", "proc", "sys", "dev"])
        {
            Directory.CreateDirectory(Path.Combine(guest, folder));
        }

        File.Copy(DebianFiles.Busybox(debian.Busybox), Path.Combine(guest, "bin", "busybox"));
        File.CreateSymbolicLink(Path.Combine(guest, "bin", "sh"), "busybox");
        GuestFiles.Put("guest-init", Path.Combine(guest, "init"));
        GuestFiles.Put("guest-reach", Path.Combine(guest, "reach"));
        File.Copy(InRoot("rehearsal/scenes/network.sh"), Path.Combine(guest, "network.sh"));
        File.Copy(modules.InOrder("xen-netfront").Single(), Path.Combine(guest, "xen-netfront.ko"));
        await Initramfs.PackAsync(step, [guest], InRoot("rehearsal/guest/initramfs"), cancellationToken);
        File.Copy(DebianFiles.Kernel(debian.Kernel), InRoot("rehearsal/guest/vmlinuz"));
    }

    private async Task PackInitramfsAsync(XenPackages debian, KernelModules modules, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(scratch, "start");
        Directory.CreateDirectory(Path.Combine(folder, "modules"));
        File.Copy(DebianFiles.Busybox(debian.Busybox), Path.Combine(folder, "busybox"));
        GuestFiles.Put("dom0-initramfs", Path.Combine(folder, "init"));
        var order = modules.InOrder(DiskModules);
        foreach (var module in order)
        {
            File.Copy(module, Path.Combine(folder, "modules", Path.GetFileName(module)));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "modules", "order"), string.Concat(order.Select(module => Path.GetFileName(module) + "\n")), cancellationToken);
        await Initramfs.PackAsync(step, [folder], Path.Combine(scratch, "initramfs"), cancellationToken);
    }

    // QEMU's multiboot takes no compressed hypervisor.
    private static async Task UnzipAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var packed = File.OpenRead(from);
        await using var unpacked = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        await using var file = File.Create(to);
        await unpacked.CopyToAsync(file, cancellationToken);
    }

    private async Task RunAsync(Command command, CancellationToken cancellationToken)
    {
        var outcome = await ProcessRunner.CaptureAsync(step, command, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(
                StorageFault.Of(scratch) is null ? ExitCode.Unexpected : ExitCode.Storage,
                step,
                $"the disk of the rehearsal's dom0 cannot be made: {outcome.StandardError.Trim()}",
                "see the command, and make room on the disk",
                command.Shown,
                outcome.ExitCode);
        }
    }
}
