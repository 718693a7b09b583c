using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>A root folder with a shell, ldconfig and the C library of this machine, and nothing else: for rpm --root and chroot.</summary>
internal sealed class ScratchRoot
{
    public ScratchRoot(string folder, bool is32Bit)
    {
        Folder = folder;
        var (from, loader) = is32Bit ? ("/lib32", "lib/ld-linux.so.2") : ("/lib/x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2");
        Shell.Run("/", $"""
            set -e
            mkdir -p {folder}/bin {folder}/sbin {folder}/etc/ld.so.conf.d {folder}/proc {folder}/run {folder}/tmp {folder}{from} {folder}/{Path.GetDirectoryName(loader)}
            cp /bin/busybox {folder}/bin/busybox
            for name in sh cat; do ln -s busybox {folder}/bin/$name; done
            cp /sbin/ldconfig {folder}/sbin/
            cp -L {from}/libc.so.6 {from}/libm.so.6 {from}/libdl.so.2 {folder}{from}/
            cp -L /{loader} {folder}/{loader}
            printf 'include /etc/ld.so.conf.d/*.conf\n{from}\n' > {folder}/etc/ld.so.conf
            """);
    }

    public string Folder { get; }

    /// <summary>Runs rpm on this root. Debian's rpm greets with a line about alien on stderr; nothing else may come.</summary>
    public string Rpm(string arguments) => Shell.Run("/", $"rpm --root {Folder} {arguments}");

    /// <summary>Runs a command inside.</summary>
    public string Run(string command) => Shell.Run("/", $"chroot {Folder} {command}");

    /// <summary>Runs a command inside, in a network of its own that ends with it; iptables-save reads /proc.</summary>
    public string RunInNetwork(string script, string input)
    {
        File.WriteAllText(Path.Combine(Folder, "tmp", "input"), input);
        File.WriteAllText(Path.Combine(Folder, "tmp", "script"), script);
        return Shell.Run("/", $"unshare --net --mount sh -c 'mount -t proc proc {Folder}/proc && chroot {Folder} /bin/sh /tmp/script'");
    }

    /// <summary>Every file and link in it but rpm's own database (in the user's home, on Debian), sorted.</summary>
    public string[] Files() => Shell.Run(Folder, "find . -path ./proc -prune -o -path ./var -prune -o -name .rpmdb -prune -o ! -type d -print | LC_ALL=C sort").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
