using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Dom0Iptables.Testing;

/// <summary>How many tests passed, failed and were skipped.</summary>
/// <param name="Passed">Passed.</param>
/// <param name="Failed">Failed in whatever way; a run that broke off counts as one more.</param>
/// <param name="Skipped">Not run, by their own word.</param>
/// <param name="Details">A line for each test that failed or was skipped, with its reason, and for what broke the run off.</param>
public sealed record TestTally(int Passed, int Failed, int Skipped, ImmutableArray<string> Details)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Counts a results file of dotnet test.</summary>
    public static TestTally Read(XDocument results)
    {
        var all = results.Descendants(Trx + "UnitTestResult").ToList();
        var passed = all.Where(result => Outcome(result) == "Passed").ToList();
        var skipped = all.Where(result => Outcome(result) is "NotExecuted" or "Inconclusive").ToList();
        var failed = all.Except(passed).Except(skipped).ToList();
        // Where the process of the tests dies, those that had no turn are in no list: only this tells of them.
        var brokenOff = results.Descendants(Trx + "RunInfo").Where(info => Outcome(info) == "Error").Select(info => info.Value.Trim()).Where(text => text.Contains("aborted", StringComparison.Ordinal)).ToList();
        return new TestTally(
            passed.Count,
            failed.Count + brokenOff.Count,
            skipped.Count,
            [
                .. skipped.Select(result => $"skipped: {Name(result)}: {Message(result)}").Order(StringComparer.Ordinal),
                .. brokenOff.Select(text => $"FAILED: not all tests were run: {text}"),
                .. failed.Select(result => $"FAILED: {Name(result)}{Environment.NewLine}{Message(result)}").Order(StringComparer.Ordinal),
            ]);
    }

    /// <summary>The line that CI reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    private static string? Outcome(XElement result) => result.Attribute("outcome")?.Value;

    private static string? Name(XElement result) => result.Attribute("testName")?.Value;

    private static string Message(XElement result) =>
        string.Join(Environment.NewLine, result.Descendants(Trx + "Message").Concat(result.Descendants(Trx + "StackTrace")).Select(element => element.Value.Trim()));
}
