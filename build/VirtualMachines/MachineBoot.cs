using System.Collections.Immutable;

namespace Dom0Iptables.VirtualMachines;

/// <summary>What a virtual machine boots.</summary>
/// <param name="Folder">The folder where it runs; the files below are named from there.</param>
/// <param name="Kernel">What QEMU loads: a kernel, or a hypervisor by multiboot.</param>
/// <param name="Initrd">
/// The initramfs; or, where a hypervisor is loaded, its modules: each a file and, after a blank, its arguments.
/// QEMU parts them by commas, so that there must be none in them.
/// </param>
/// <param name="Append">The arguments of <paramref name="Kernel"/>.</param>
/// <param name="Memory">How much memory it has, in MiB.</param>
/// <param name="Limit">The longest it may run, by the clock on the wall.</param>
public sealed record MachineBoot(string Folder, string Kernel, ImmutableArray<string> Initrd, string Append, int Memory, TimeSpan Limit)
{
    /// <summary>Its disks: images, raw.</summary>
    public ImmutableArray<string> Disks { get; init; } = [];
}
