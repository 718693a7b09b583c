using Dom0Iptables.Processes;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Dom0;

/// <summary>How rules.sh parts the rules of guests from the others and puts them in again, under each shell and awk.</summary>
[TestFixture("dash", "mawk")]
[TestFixture("busybox ash", "busybox awk")]
[TestFixture("bash --posix", "gawk --posix")]
[TestFixture("bash", "mawk")]
internal sealed class GuestRulesTests(string shell, string awk)
{
    private const string Vif1 = "-A FORWARD -m state --state RELATED,ESTABLISHED -m physdev --physdev-out vif1.0 -j ACCEPT\n-A FORWARD -m physdev --physdev-in vif1.0 -j ACCEPT";
    private const string Vif2 = "-A FORWARD -m physdev --physdev-in vif2.0 -s 10.0.0.2/32 -j ACCEPT";
    private const string Head = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]";
    private const string Jump = "-A FORWARD -j Xen-FORWARD";
    private const string Drop = "-A FORWARD -p tcp -m tcp --dport 80 -j DROP";

    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void Put_the_awk_first()
    {
        if (new[] { shell, awk }.Select(words => words.Split(' ')[0]).FirstOrDefault(program => ProcessRunner.FindOnPath(program) is null) is { } missing)
        {
            Assert.Ignore($"{missing} is not on this machine");
        }

        folder = new TemporaryFolder();
        var program = folder.Write("bin/awk", $"#!/bin/sh\nexec {awk} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [OneTimeTearDown]
    public void Remove() => folder?.Dispose();

    [Test]
    public void A_saved_file_is_left_without_the_rules_of_guests_and_otherwise_as_it_is() =>
        Assert.That(Without($"# comment\n{Head}\n{Vif2}\n{Vif1}\n{Jump}\nCOMMIT\n"), Is.EqualTo($"# comment\n{Head}\n{Jump}\nCOMMIT\n"));

    [TestCase("-A FORWARD -m physdev --physdev-in vif1.0 -j DROP", Description = "it forbids")]
    [TestCase("-A FORWARD -m physdev ! --physdev-in vif1.0 -j ACCEPT", Description = "all others")]
    [TestCase("-A INPUT -m physdev --physdev-in vif1.0 -j ACCEPT", Description = "dom0's own packets")]
    [TestCase("-A FORWARD -m physdev --physdev-in peth0 -j ACCEPT", Description = "no guest's")]
    [TestCase("-A FORWARD -m physdev --physdev-in xvif1.0 -j ACCEPT", Description = "another name")]
    [TestCase("-A FORWARD -i vif1.0 -j ACCEPT", Description = "routed, not bridged: not Xen's bridge script")]
    [TestCase("-A FORWARD -m comment --comment \"as --physdev-in vif1.0 -j ACCEPT\" -j ACCEPT", Description = "a comment")]
    public void A_rule_that_xens_script_does_not_make_is_the_administrators(string rule) =>
        Assert.That(Without($"{Head}\n{rule}\nCOMMIT\n"), Does.Contain(rule));

    [Test]
    public void The_same_words_in_another_table_are_the_administrators() =>
        Assert.That(Without($"*mangle\n{Vif2}\nCOMMIT\n"), Does.Contain("vif2.0"));

    [Test]
    public void Counters_and_the_blank_of_older_releases_do_not_hide_a_guests_rule() =>
        Assert.That(Without($"{Head}\n[12:3456] {Vif2} \nCOMMIT\n"), Does.Not.Contain("vif2.0"));

    [Test]
    public void Guests_by_other_names_are_known_by_the_configured_patterns()
    {
        const string web = "-A FORWARD -m physdev --physdev-in web0 -j ACCEPT";

        Assert.That(Run("without_guest_rules", $"{Head}\n{web}\n{Vif2}\nCOMMIT\n", "GUEST_DEVICES='vif*.* web?'"), Is.EqualTo($"{Head}\nCOMMIT\n"));
        Assert.That(Run("without_guest_rules", $"{Head}\n{Vif2}\nCOMMIT\n", "GUEST_DEVICES=vif2x0"), Does.Contain("vif2.0"), "a point is a point");
    }

    [Test]
    public void Guests_that_are_up_are_put_where_they_are_now_before_the_jump() =>
        Assert.That(With($"{Head}\n{Jump}\nCOMMIT\n", $"{Head}\n{Vif2}\n{Vif1}\n{Jump}\nCOMMIT"), Is.EqualTo($"{Head}\n{Vif2}\n{Vif1}\n{Jump}\nCOMMIT\n"));

    [Test]
    public void A_rule_above_the_guests_stays_above_them() =>
        Assert.That(With($"{Head}\n{Drop}\n{Jump}\nCOMMIT\n", $"{Head}\n{Drop}\n{Vif1}\n{Jump}\nCOMMIT"), Is.EqualTo($"{Head}\n{Drop}\n{Vif1}\n{Jump}\nCOMMIT\n"));

    [Test]
    public void Where_the_file_begins_otherwise_guests_stand_at_the_top_as_after_a_boot() =>
        Assert.That(With($"{Head}\n{Drop}\n{Jump}\nCOMMIT\n", $"{Head}\n{Vif1}\n{Jump}\nCOMMIT"), Is.EqualTo($"{Head}\n{Vif1}\n{Drop}\n{Jump}\nCOMMIT\n"));

    [Test]
    public void A_stale_guest_in_the_file_is_not_put_in_force() =>
        Assert.That(With($"{Head}\n{Vif2}\n{Jump}\nCOMMIT\n", $"{Head}\n{Vif1}\n{Jump}\nCOMMIT"), Is.EqualTo($"{Head}\n{Vif1}\n{Jump}\nCOMMIT\n"));

    [Test]
    public void A_file_without_a_filter_table_keeps_the_guests_all_the_same() =>
        Assert.That(With("*nat\nCOMMIT\n", $"{Head}\n{Vif2}\nCOMMIT"), Is.EqualTo($"*nat\nCOMMIT\n*filter\n{Vif2}\nCOMMIT\n"));

    [Test]
    public void Of_the_guests_before_a_stop_only_those_that_are_still_there_come_back()
    {
        // lo is there on every machine.
        const string there = "-A FORWARD -m physdev --physdev-in lo -j ACCEPT";

        var loaded = Run($"with_guest_rules '{Head}\nCOMMIT' '{Head}\n{Vif1}\n{there}\n{Jump}\nCOMMIT' {TheInput}", $"{Head}\n{Jump}\nCOMMIT\n", "GUEST_DEVICES='vif*.* lo'");

        Assert.That(loaded, Is.EqualTo($"{Head}\n{there}\n{Jump}\nCOMMIT\n"));
    }

    private string TheInput => $"\"$(cat '{folder.Of("input")}')\"";

    private string Without(string file) => Run("without_guest_rules", file);

    private string With(string file, string running) => Run($"with_guest_rules '{running}' '' {TheInput}", file);

    private string Run(string command, string input, string setting = ":")
    {
        folder.Write("input", input);
        folder.Write("script", $"PATH={folder.Of("bin")}:$PATH; IPTABLES=iptables; {setting}; . {Path.Combine(Repository.Top, "dom0/usr/libexec/iptables-dom0/rules.sh")}; {command} < {folder.Of("input")}\n");
        return Shell.Run(folder.Path, $"{shell} {folder.Of("script")}");
    }
}
