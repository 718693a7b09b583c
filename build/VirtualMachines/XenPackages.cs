using System.Collections.Immutable;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Debian's packages that a Xen dom0 is made of, unpacked.</summary>
/// <param name="Kernel">The kernel's folder: dom0's and the guests'.</param>
/// <param name="Hypervisor">Xen's folder.</param>
/// <param name="Busybox">busybox for the initramfs and the guests, which are 64-bit.</param>
/// <param name="Userland">The folders of what dom0's disk gets: the platform's busybox, bash and C library, and beside them Xen's tools and rpm, which are 64-bit.</param>
/// <param name="XenVersion">The hypervisor's version ("4.17").</param>
public sealed record XenPackages(string Kernel, string Hypervisor, string Busybox, ImmutableArray<string> Userland, string XenVersion)
{
    private const string BusyboxPackage = "busybox-static";

    /// <summary>Sees to it that they are in the store.</summary>
    /// <param name="packages">The store.</param>
    /// <param name="is64Bit">Whether the platform's programs, and so dom0's own userland, are 64-bit.</param>
    /// <param name="cancellationToken">Ends apt.</param>
    public static async Task<XenPackages> GetAsync(DebianPackages packages, bool is64Bit, CancellationToken cancellationToken)
    {
        var kernel = await packages.DependencyAsync("linux-image-amd64", "linux-image-", cancellationToken);
        var hypervisor = await packages.DependencyAsync("xen-system-amd64", "xen-hypervisor-4", cancellationToken);
        var tools = await packages.DependencyAsync("xen-system-amd64", "xen-utils-4", cancellationToken);
        var suffix = is64Bit ? "" : ":i386";
        var wanted = await packages.WithLibrariesAsync(
            [BusyboxPackage + suffix, "bash" + suffix, "libc6" + suffix, "libc-bin", "iproute2", "util-linux", "rpm", "rpm-common", tools, "xen-utils-common", "xenstore-utils"],
            cancellationToken);

        // iproute2's tc may load them, and nothing of it here does; iptables must find its own and no others.
        ImmutableArray<string> userland = [.. wanted.Where(package => !package.StartsWith("libxtables", StringComparison.Ordinal) && !package.StartsWith("libip4tc", StringComparison.Ordinal) && !package.StartsWith("libip6tc", StringComparison.Ordinal))];
        ImmutableArray<string> all = [.. userland.Union([kernel, hypervisor, BusyboxPackage], StringComparer.Ordinal)];
        var places = await packages.UnpackAsync(all, cancellationToken);
        return new XenPackages(places[kernel], places[hypervisor], places[BusyboxPackage], [.. userland.Select(package => places[package])], hypervisor.Split('-')[2]);
    }
}
