using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.VirtualMachines;

/// <summary>
/// Debian's kernel alone, without Xen, on a root folder that is given: for programs that this machine's own kernel does
/// not run, and for netfilter without root's rights. Boots in seconds.
/// </summary>
/// <param name="step">The step on whose behalf it runs.</param>
/// <param name="packages">Brings the kernel and busybox.</param>
/// <param name="scratch">A folder for the machine's files; what was in it is gone afterwards.</param>
/// <param name="log">The file that receives its console.</param>
/// <param name="reporter">Shown what the console says.</param>
public sealed class PlainMachine(string step, DebianPackages packages, string scratch, string log, IReporter reporter)
{
    private const int Memory = 768;
    private const string Busybox = "busybox-static";

    // crc32c_generic comes first: others need it, and do not say so in a form that modules.dep knows.
    private static readonly ImmutableArray<string> Modules =
    [
        "crc32c_generic", "ip_tables", "iptable_filter", "iptable_nat", "iptable_mangle", "iptable_raw", "xt_tcpudp", "xt_physdev", "xt_state",
        "xt_conntrack", "xt_string", "ts_bm", "ts_kmp", "nf_conntrack", "nf_conntrack_ftp", "nf_nat", "nf_nat_ftp", "ipt_REJECT", "br_netfilter", "bridge", "veth",
        "ip6_tables", "ip6table_filter", "ip6t_REJECT",
    ];

    /// <summary>The longest that one may run.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Boots a machine on a copy of a root folder in memory, runs a command there as root, and powers off.</summary>
    /// <param name="root">The folder. The machine has its own busybox in /.machine; of the root it needs only what the command needs.</param>
    /// <param name="command">A line for a POSIX shell, run in / with PATH=/sbin:/usr/sbin:/bin:/usr/bin.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <returns>The lines of its console.</returns>
    /// <exception cref="PipelineException">It did not end in time (<see cref="ExitCode.Rehearsal"/>), or what it is made of cannot be had (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task<ImmutableArray<string>> RunAsync(string root, string command, CancellationToken cancellationToken)
    {
        var kernel = await packages.DependencyAsync("linux-image-amd64", "linux-image-", cancellationToken);
        var unpacked = await packages.UnpackAsync([kernel, Busybox], cancellationToken);
        TreeCopy.Remove(scratch);
        var own = Path.Combine(scratch, "own", ".machine");
        Directory.CreateDirectory(Path.Combine(own, "modules"));
        File.Copy(DebianFiles.Busybox(unpacked[Busybox]), Path.Combine(own, "busybox"));
        GuestFiles.Put("plain-init", Path.Combine(own, "init"));
        await File.WriteAllTextAsync(Path.Combine(own, "command"), command + "\n", cancellationToken);
        var modules = new KernelModules(unpacked[kernel]).InOrder(Modules);
        foreach (var module in modules)
        {
            File.Copy(module, Path.Combine(own, "modules", Path.GetFileName(module)));
        }

        await File.WriteAllTextAsync(Path.Combine(own, "modules", "order"), string.Concat(modules.Select(module => Path.GetFileName(module) + "\n")), cancellationToken);
        await Initramfs.PackAsync(step, [root, Path.Combine(scratch, "own")], Path.Combine(scratch, "initramfs"), cancellationToken);
        File.CreateSymbolicLink(Path.Combine(scratch, "kernel"), DebianFiles.Kernel(unpacked[kernel]));
        var machine = new VirtualMachine(step, await Accelerator.FindAsync(step, DebianFiles.Kernel(unpacked[kernel]), cancellationToken));
        var boot = new MachineBoot(scratch, "kernel", ["initramfs"], "console=ttyS0 quiet panic=-1 rdinit=/.machine/init", Memory, Limit);
        var (console, _) = await machine.RunAsync(boot, log, line => reporter.Progress($"{step}: {line}"), cancellationToken);
        return console;
    }
}
