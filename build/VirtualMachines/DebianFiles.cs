namespace Dom0Iptables.VirtualMachines;

/// <summary>Where Debian's packages have what a machine is booted from.</summary>
internal static class DebianFiles
{
    /// <summary>The kernel in its unpacked package.</summary>
    public static string Kernel(string package) => Directory.EnumerateFiles(Path.Combine(package, "boot"), "vmlinuz-*").Single();

    /// <summary>The one program of busybox-static.</summary>
    public static string Busybox(string package) => Below(package, "bin/busybox", File.Exists);

    /// <summary>The folder of modules in an unpacked kernel package.</summary>
    public static string Modules(string package) => Directory.GetDirectories(Below(package, "lib/modules", Directory.Exists)).Single();

    // Where / and /usr are one, packages name their files by usr.
    private static string Below(string package, string place, Func<string, bool> isThere)
    {
        var path = Path.Combine(package, place);
        return isThere(path) ? path : Path.Combine(package, "usr", place);
    }
}
