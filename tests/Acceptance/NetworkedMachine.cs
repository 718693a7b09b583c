using System.Diagnostics;
using System.Globalization;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Another machine, as far as the network is concerned: a network namespace with a wire to this one.</summary>
internal sealed class NetworkedMachine : IDisposable
{
    private static int count;

    private readonly string name;
    private Process? server;

    /// <summary>Plugs it in.</summary>
    public NetworkedMachine()
    {
        var number = Interlocked.Increment(ref count);
        name = string.Create(CultureInfo.InvariantCulture, $"d{Environment.ProcessId % 100000}n{number}");

        // RFC 2544 has this network for tests of devices.
        var net = string.Create(CultureInfo.InvariantCulture, $"198.18.{Environment.ProcessId % 200}.{number * 4}");
        Here = $"{net[..net.LastIndexOf('.')]}.{number * 4 + 1}";
        Address = $"{net[..net.LastIndexOf('.')]}.{number * 4 + 2}";
        Shell.Run("/", $"""
            set -e
            ip netns add {name}
            ip link add {name} type veth peer name eth0 netns {name}
            ip address add {Here}/30 dev {name}
            ip link set {name} up
            ip netns exec {name} sh -c 'ip address add {Address}/30 dev eth0 && ip link set eth0 up && ip link set lo up'
            """);
    }

    /// <summary>This machine's address on the wire.</summary>
    public string Here { get; }

    /// <summary>The other machine's address on the wire.</summary>
    public string Address { get; }

    /// <summary>Says why there can be none here.</summary>
    public static void Require(params string[] programs)
    {
        HelloProjects.OnlyAsRoot();
        foreach (var program in (string[])["ip", .. programs])
        {
            if (Dom0Iptables.Processes.ProcessRunner.FindOnPath(program, Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin") is null)
            {
                Assert.Ignore($"this machine has no {program}");
            }
        }
    }

    /// <summary>Starts a server there, in mounts of its own.</summary>
    /// <param name="script">What it runs, by exec, after whatever it mounts.</param>
    public void Serve(string script) =>
        server = Process.Start(new ProcessStartInfo("setsid", ["unshare", "--mount", "ip", "netns", "exec", name, "sh", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Breaks the server off with all it has started.</summary>
    public void Crash()
    {
        if (server is not null)
        {
            Shell.Run("/", $"ip netns pids {name} | xargs -r kill -KILL");
            server.WaitForExit();
            server.Dispose();
            server = null;
        }
    }

    public void Dispose()
    {
        Crash();
        Shell.Run("/", $"ip link delete {name}; ip netns delete {name}");
    }
}
