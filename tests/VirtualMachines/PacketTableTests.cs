using Dom0Iptables.Rehearsal;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Tests.VirtualMachines;

internal sealed class PacketTableTests
{
    [Test]
    public void Each_way_of_a_packet_is_one_row_that_tells_how_often_it_was_as_expected()
    {
        var report = new RehearsalReport(
            "el5-i686",
            [],
            [
                new SceneResult("first", "here", [Packet("outside to dom0, 80", CheckResult.Pass, "rejected"), new RehearsalCheck("S18", "the bridge eth0", CheckResult.Pass, "peth0")], null),
                new SceneResult("again", "here", [Packet("outside to dom0, 80", CheckResult.Fail, "expected 'rejected', found 'open'"), Packet("guest1 to guest2, ping", CheckResult.Pass, "open")], null),
            ]);

        var lines = PacketTable.Of(report, 120).ToList();

        Assert.That(lines, Has.One.Match("outside +dom0 +80 +rejected; expected 'rejected', found 'open' +1 of 2"));
        Assert.That(lines, Has.One.Match("guest1 +guest2 +ping +open +1 of 1"));
        Assert.That(lines, Has.None.Contains("bridge"));
    }

    [Test]
    public void Without_packets_there_is_no_table()
    {
        Assert.That(PacketTable.Of(new RehearsalReport("el5-i686", [], []), 120), Is.Empty);
    }

    private static RehearsalCheck Packet(string way, CheckResult result, string seen) => new("S17", $"packets: {way}", result, seen);
}
