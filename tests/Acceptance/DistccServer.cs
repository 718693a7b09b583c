using System.Net.Sockets;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A machine that compiles for others by distcc.</summary>
internal sealed class DistccServer : IDisposable
{
    private readonly NetworkedMachine machine = new();
    private readonly string log;

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="folder">A folder for its log.</param>
    /// <param name="path">Where it looks for compilers.</param>
    public DistccServer(string folder, string path = "/usr/bin:/bin")
    {
        log = Path.Combine(folder, machine.Address + ".log");
        File.WriteAllText(log, "");
        File.SetUnixFileMode(log, (UnixFileMode)0b110_110_110);
        machine.Serve($"PATH={path} exec /usr/bin/distccd --daemon --no-detach --listen {machine.Address} --allow {machine.Here} --jobs 4 --user nobody --log-level info --log-file {ShellWord.Quote(log)}");
        for (var i = 0; !Answers(); i++)
        {
            if (i == 100)
            {
                machine.Dispose();
                Assert.Fail($"distccd does not listen: {File.ReadAllText(log)}");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>How distcc is told of it.</summary>
    public string Host => machine.Address + "/4";

    /// <summary>How much it has compiled.</summary>
    public int Compiled => File.ReadLines(log).Count(line => line.Contains("COMPILE_OK", StringComparison.Ordinal));

    /// <summary>Breaks it off.</summary>
    public void Crash() => machine.Crash();

    public void Dispose() => machine.Dispose();

    private bool Answers()
    {
        const int portOfDistcc = 3632;
        try
        {
            using var client = new TcpClient(machine.Address, portOfDistcc);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
