using System.Xml.Linq;
using Dom0Iptables.Testing;

namespace Dom0Iptables.Tests.Testing;

/// <summary>What dotnet test wrote is counted, whatever its exit code says.</summary>
internal sealed class TestTallyTests
{
    // As the NUnit adapter and the trx logger write it, with the attributes left out that nobody reads.
    private const string Passed = """<UnitTestResult testName="Passes" duration="00:00:00.0005870" outcome="Passed" />""";

    private const string Failed = """
        <UnitTestResult testName="Fails" duration="00:00:00.0430220" outcome="Failed">
          <Output>
            <ErrorInfo>
              <Message>  two &amp; two
          Expected: 3
          But was:  2
        </Message>
              <StackTrace>   at Some.Tests.Fails() in Some.cs:line 9
        </StackTrace>
            </ErrorInfo>
          </Output>
        </UnitTestResult>
        """;

    private const string Skipped = """
        <UnitTestResult testName="Skips" duration="00:00:00.0005500" outcome="NotExecuted">
          <Output>
            <StdOut>rpm is not on this machine</StdOut>
            <ErrorInfo>
              <Message>rpm is not on this machine</Message>
            </ErrorInfo>
          </Output>
        </UnitTestResult>
        """;

    private const string TimedOut = """<UnitTestResult testName="Hangs" outcome="Timeout" />""";

    [TestCase("", 0, 0, 0)]
    [TestCase(Passed, 1, 0, 0)]
    [TestCase(Skipped, 0, 0, 1)]
    [TestCase(Passed + Failed + Skipped + Passed + TimedOut, 2, 2, 1)]
    public void Each_result_is_counted_once(string results, int passed, int failed, int skipped)
    {
        var tally = Read(results);

        Assert.Multiple(() =>
        {
            Assert.That((tally.Passed, tally.Failed, tally.Skipped), Is.EqualTo((passed, failed, skipped)));
            Assert.That(tally.ToString(), Is.EqualTo($"{passed} passed, {failed} failed, {skipped} skipped"));
            Assert.That(tally.Details, Has.Length.EqualTo(failed + skipped), "each is named");
        });
    }

    [Test]
    public void A_skipped_test_is_named_with_its_reason_and_a_failed_one_with_its_message_and_place()
    {
        var details = Read(Failed + Skipped).Details;

        Assert.Multiple(() =>
        {
            Assert.That(details[0], Is.EqualTo("skipped: Skips: rpm is not on this machine"));
            Assert.That(details[1].Split('\n').Select(line => line.Trim()), Is.EqualTo((string[])["FAILED: Fails", "two & two", "Expected: 3", "But was:  2", "at Some.Tests.Fails() in Some.cs:line 9"]));
        });
    }

    [Test]
    public void A_run_that_broke_off_is_a_failure_and_says_what_ended_it()
    {
        var tally = Read(Passed, """<RunInfo outcome="Error"><Text>The active test run was aborted. Reason: Test host process crashed : Stack overflow.</Text></RunInfo>""");

        Assert.That((tally.Passed, tally.Failed), Is.EqualTo((1, 1)));
        Assert.That(tally.Details.Single(), Does.StartWith("FAILED: not all tests were run: ").And.EndsWith("Stack overflow."));
    }

    private static TestTally Read(string results, string told = "") =>
        TestTally.Read(XDocument.Parse($"""<?xml version="1.0" encoding="utf-8"?><TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>{results}</Results><ResultSummary><RunInfos>{told}</RunInfos></ResultSummary></TestRun>"""));
}
