using System.Xml.Linq;
using Dom0Iptables.Testing;

namespace Dom0Iptables.Tests.Testing;

internal sealed class TestTallyTests
{
    [Test]
    public void Passed_failed_and_skipped_are_counted_and_the_last_two_explained()
    {
        var tally = Read(Result("A", "Passed"), Result("B", "Failed", "was 3"), Result("C", "NotExecuted", "needs root"), Result("D", "Passed"), Result("E", "Timeout"));

        Assert.That(tally.ToString(), Is.EqualTo("2 passed, 2 failed, 1 skipped"));
        Assert.That(tally.Details[0], Is.EqualTo("skipped: C: needs root"));
        Assert.That(tally.Details[1], Does.StartWith("FAILED: B").And.Contain("was 3"));
    }

    [Test]
    public void No_result_is_no_pass() => Assert.That(Read().ToString(), Is.EqualTo("0 passed, 0 failed, 0 skipped"));

    private static TestTally Read(params string[] results) =>
        TestTally.Read(XDocument.Parse($"<TestRun xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\"><Results>{string.Concat(results)}</Results></TestRun>"));

    private static string Result(string name, string outcome, string message = "") =>
        $"<UnitTestResult testName=\"{name}\" outcome=\"{outcome}\"><Output><ErrorInfo><Message>{message}</Message></ErrorInfo></Output></UnitTestResult>";
}
