using Dom0Iptables.Gates;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Gates;

internal sealed class ScriptletsGateTests : GateFixture
{
    private static readonly string[] Tools = ["dash", "shellcheck", "shfmt"];

    [OneTimeSetUp]
    public void Look_for_the_shells()
    {
        if (Tools.FirstOrDefault(tool => ProcessRunner.FindOnPath(tool) is null) is { } missing)
        {
            Assert.Ignore($"{missing} is not on this machine");
        }
    }

    [TestCase("%post -p /sbin/ldconfig")]
    [TestCase("%post\nif [ -x /sbin/chkconfig ]; then /sbin/chkconfig --add small || :; fi\nexit 0")]
    [TestCase("%preun\nif [ \"$1\" = 0 ] && command -v service >/dev/null 2>&1; then service small stop || :; fi\nexit 0")]
    [TestCase("%post\nkeep() { [ ! -e \"$1\" ] || cp -p \"$1\" \"$1.kept\"; }\nkeep /etc/rc.d/init.d/iptables\nexit 0")]
    public async Task A_scriptlet_that_looks_before_it_acts_passes(string scriptlets)
    {
        var verdict = await ExamineAsync(new ScriptletsGate(), Package(scriptlets));

        MustPass(verdict);
        Assert.That(verdict.Figure, Does.StartWith("%p"));
    }

    [TestCase("%post\nsystemctl daemon-reload || :", "runs systemctl, which centos-5.5 has not")]
    [TestCase("%post\n/usr/bin/update-alternatives-of-tomorrow || :", "runs /usr/bin/update-alternatives-of-tomorrow, which centos-5.5 has not")]
    [TestCase("%post\n[[ -e /etc/small ]] || :", "shellcheck, line 1:")]
    [TestCase("%post\nif true; then", "is no POSIX sh")]
    [TestCase("%post\n/sbin/chkconfig --add small", "ends with 127 when $1 is 1 and nothing is there")]
    [TestCase("%post\n[ \"$1\" -lt 2 ]", "ends with 1 when $1 is 2")]
    [TestCase("%post\ntool=rm\n\"$tool\" -f /tmp/small || :", "1 commands whose names only the run would tell")]
    [TestCase("%post -p /usr/bin/perl\nprint 1;", "is a script of /usr/bin/perl; only POSIX sh can be checked")]
    [TestCase("%post -p /usr/bin/fish\ntrue", "is run by /usr/bin/fish, which centos-5.5 has not")]
    public async Task A_scriptlet_that_fails_on_dom0_is_refused(string scriptlets, string problem) =>
        MustRefuse(await ExamineAsync(new ScriptletsGate(), Package(scriptlets)), "small-1.0-1.i686.rpm %post", problem);

    [Test]
    public async Task A_program_that_the_package_brings_itself_may_be_run() =>
        MustPass(await ExamineAsync(
            new ScriptletsGate(),
            Pack(Files(("/usr/local/sbin/own", Folder.Write("own", "#!/bin/sh\n"))), scriptlets: "%post\n[ ! -x /usr/local/sbin/own ] || /usr/local/sbin/own || :")));

    private string Package(string scriptlets) => Pack(Files(("/usr/local/share/text", Folder.Write("text", "text\n"))), scriptlets: scriptlets);
}
