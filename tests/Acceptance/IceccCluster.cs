using System.Diagnostics;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>This machine, which compiles nothing itself, and another that does it for it by icecc.</summary>
internal sealed class IceccCluster : IDisposable
{
    private readonly NetworkedMachine machine = new();
    private readonly List<Process> servers = [];
    private readonly string log;

    /// <summary>Starts scheduler and daemons, and waits until they have found each other.</summary>
    /// <param name="folder">A folder for what they write.</param>
    public IceccCluster(string folder)
    {
        log = Path.Combine(folder, "worker.log");
        Shell.Run("/", $"install -d -m 755 {folder} && install -d -o icecc -g icecc {folder}/here {folder}/there {folder}/log && install -o icecc -g icecc -m 644 /dev/null {log}");
        servers.Add(Here($"icecc-scheduler -n {machine.Here} -l {folder}/log/scheduler -vv"));
        servers.Add(Here($"iceccd -n {machine.Here} -s {machine.Here} -m 0 -b {folder}/here -l {folder}/log/here -vv -N here"));
        machine.Serve($"mount -t tmpfs none /run/icecc; chown icecc /run/icecc; exec iceccd -n {machine.Here} -s {machine.Here} -m 4 -b {folder}/there -l {log} -vvv -N there");
        for (var i = 0; !(Knows($"{folder}/log/here") && Knows(log)); i++)
        {
            if (i == 300)
            {
                Dispose();
                Assert.Fail("icecc's daemons do not find their scheduler");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>How much the other machine has compiled.</summary>
    public int Compiled => File.ReadLines(log).Count(line => line.Contains("Remote compilation completed with exit code 0", StringComparison.Ordinal));

    public void Dispose()
    {
        machine.Dispose();
        foreach (var server in servers)
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
            server.Dispose();
        }
    }

    private static Process Here(string command) => Process.Start(new ProcessStartInfo("sh", ["-c", "exec " + command]))!;

    private static bool Knows(string log) => File.Exists(log) && File.ReadAllText(log).Contains("Connected to scheduler", StringComparison.Ordinal);
}
