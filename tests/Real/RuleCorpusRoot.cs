using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>A root with an installed iptables, in which the corpus is run.</summary>
internal sealed class RuleCorpusRoot
{
    private readonly ScratchRoot root;

    /// <summary>Makes the root; <paramref name="install"/> puts iptables into it.</summary>
    public RuleCorpusRoot(string folder, Action<ScratchRoot> install)
    {
        root = new ScratchRoot(folder, is32Bit: false);
        install(root);

        // Names that the corpus uses; all that is asked of the machine's own files would differ from machine to machine.
        Shell.Run(folder, """
            set -e
            for name in sed grep head sort diff; do ln -s busybox bin/$name; done
            mkdir -p dev
            mknod dev/null c 1 3
            mknod dev/zero c 1 5
            chmod 666 dev/null dev/zero
            printf 'passwd: files\ngroup: files\nhosts: files\nnetworks: files\nprotocols: files\nservices: files\n' > etc/nsswitch.conf
            printf '127.0.0.1 localhost\n::1 localhost6\n10.77.0.1 twoaddresses\n10.77.0.2 twoaddresses\n' > etc/hosts
            printf 'multi on\n' > etc/host.conf
            printf 'loopback 127.0.0.0\n' > etc/networks
            printf 'root:x:0:0:root:/:/bin/sh\n' > etc/passwd
            printf 'root:x:0:\n' > etc/group
            printf 'ssh 22/tcp\ndomain 53/tcp\ndomain 53/udp\nhttp 80/tcp\n' > etc/services
            printf 'ip 0 IP\nhopopt 0 HOPOPT\nicmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\ndccp 33 DCCP\nipv6-route 43 IPv6-Route\nipv6-frag 44 IPv6-Frag\ngre 47 GRE\nesp 50 ESP\nah 51 AH\nipcomp 108 IPCOMP\nipv6-icmp 58 IPv6-ICMP\nipv6-nonxt 59 IPv6-NoNxt\nipv6-opts 60 IPv6-Opts\nsctp 132 SCTP\nmobility-header 135 Mobility-Header\nudplite 136 UDPLite\n' > etc/protocols
            """);
        File.Copy(Path.Combine(RuleCorpus.Folder, "run-cases.sh"), Path.Combine(folder, "run-cases.sh"));
    }

    /// <summary>Runs cases in a network of their own.</summary>
    public IReadOnlyDictionary<int, RuleCorpusAnswer> Run(string name, IReadOnlyCollection<RuleCorpusCase> cases)
    {
        var folder = Path.Combine(root.Folder, name);
        Directory.CreateDirectory(folder);
        foreach (var one in cases)
        {
            File.WriteAllText(Path.Combine(folder, one.Name + (one.IsScript ? ".script" : ".rule")), one.IsScript ? one.Text : one.Input);
            File.WriteAllText(Path.Combine(folder, one.Name + ".save"), $"{one.Family} {one.Table}\n");
        }

        // Leaks are none of a program's faults that ends with its rule.
        Shell.Run("/", $"ASAN_OPTIONS=detect_leaks=0 unshare --net --mount sh -c 'mount -t proc proc {root.Folder}/proc && mount -t tmpfs tmpfs {root.Folder}/run && chroot {root.Folder} /bin/sh /run-cases.sh /{name}'");
        return cases.ToDictionary(one => one.Number, one => RuleCorpusAnswer.Of(Path.Combine(folder, one.Name + ".result")));
    }
}
