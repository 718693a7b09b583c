using Dom0Iptables.Gates;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Gates;

internal sealed class RequiresGateTests : GateFixture
{
    [TestCase("Requires: bash")]
    [TestCase("Requires: bash >= 3")]
    [TestCase("Requires: /sbin/ldconfig")]
    [TestCase("Requires: rtld(GNU_HASH)")]
    [TestCase("Requires: glibc < 2.6")]
    [TestCase("Requires: libc.so.6(GLIBC_2.3.4)")]
    [TestCase("Requires: small = 1.0-1")]
    public async Task What_the_base_system_or_the_package_has_is_satisfied(string requires) =>
        MustPass(await ExamineAsync(new RequiresGate(), Package(requires)));

    [TestCase("Requires: no-such-thing", "requires no-such-thing", "nothing provides it")]
    [TestCase("Requires: glibc >= 2.6", "requires glibc >= 2.6", "there is 2.5-49 only")]
    [TestCase("Requires: libc.so.6(GLIBC_2.14)", "requires libc.so.6(GLIBC_2.14)", "has the library, not the version")]
    [TestCase("Requires: libnowhere.so.1", "requires libnowhere.so.1", "nothing provides it")]
    [TestCase("Requires: /usr/bin/systemctl", "requires /usr/bin/systemctl", "nothing provides it")]
    [TestCase("Requires: small = 2.0", "requires small = 2.0", "there is 1.0-1 only")]
    public async Task What_nobody_has_is_refused(string requires, string what, string problem) =>
        MustRefuse(await ExamineAsync(new RequiresGate(), Package(requires)), what, problem);

    [Test]
    public async Task A_library_of_the_base_system_that_its_table_lacks_is_not_taken_for_granted() =>
        Assert.That((await ExamineAsync(new RequiresGate(), Package("Requires: libselinux.so.1"))).Refuses, Is.True);

    [Test]
    public async Task Rpmlint_refuses_an_error_that_its_filters_do_not_answer_and_passes_the_rest()
    {
        if (ProcessRunner.FindOnPath("rpmlint") is null)
        {
            Assert.Ignore("rpmlint is not on this machine");
        }

        var good = Pack(Files(("/etc/small.d", null)), "URL: http://www.netfilter.org/");
        var bad = Pack(Files(("/opt/small", null)), "URL: http://www.netfilter.org/");

        var passed = await ExamineAsync(new RpmlintGate(), good);
        MustRefuse(await ExamineAsync(new RpmlintGate(), bad), "small.i686", "dir-or-file-in-opt");
        Assert.That(passed.Findings.Where(finding => !finding.Problem.StartsWith("no-binary", StringComparison.Ordinal)), Is.Empty);
    }

    private string Package(string requires) => Pack(Files(("/usr/local/share/text", Folder.Write("text", "text\n"))), requires);
}
