namespace Dom0Iptables.Tests.Real;

/// <summary>The rules of a dom0 with two guests, as the hand procedure shows them, and what a save of them must hold.</summary>
internal static class SampleRules
{
    /// <summary>What iptables-restore is given.</summary>
    public const string Text = """
        *nat
        :PREROUTING ACCEPT [60:4506]
        :POSTROUTING ACCEPT [67:5122]
        :OUTPUT ACCEPT [10:796]
        COMMIT
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [995:269322]
        :Xen-FORWARD - [0:0]
        :Xen-INPUT - [0:0]
        -A INPUT -j Xen-INPUT
        -A FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif2.0 -j ACCEPT
        -A FORWARD -m physdev --physdev-in vif2.0 -j ACCEPT
        -A FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif1.0 -j ACCEPT
        -A FORWARD -m physdev --physdev-in vif1.0 -j ACCEPT
        -A FORWARD -j Xen-FORWARD
        -A Xen-FORWARD -m state --state NEW -m physdev --physdev-in peth0 -j ACCEPT
        -A Xen-FORWARD -j REJECT --reject-with icmp-host-prohibited
        -A Xen-INPUT -i lo -j ACCEPT
        -A Xen-INPUT -p icmp -m icmp --icmp-type any -j ACCEPT
        -A Xen-INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
        -A Xen-INPUT -p tcp -m state --state NEW -m tcp --dport 22 -j ACCEPT
        -A Xen-INPUT -p tcp -m state --state NEW -m tcp --dport 922 -j ACCEPT
        -A Xen-INPUT -j REJECT --reject-with icmp-host-prohibited
        COMMIT

        """;

    /// <summary>
    /// A table of a save without what may differ: counters, comments, and the blank that 1.4.8 leaves at the end of a rule.
    /// The order of the lines stays: it is the order in which packets meet the rules.
    /// </summary>
    public static string[] Table(string saved, string table) =>
        [.. saved.Split('\n')
            .SkipWhile(line => line.Trim() != "*" + table)
            .TakeWhile(line => line.Trim() != "COMMIT")
            .Select(line => line.Split('[')[0].TrimEnd())];
}
