using System.Text.RegularExpressions;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>What THREATS.md says is shown by a test is: the test is there.</summary>
internal sealed partial class ThreatsTests
{
    [Test]
    public void Every_test_that_is_named_exists()
    {
        var there = typeof(ThreatsTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

        var named = TestName().Matches(File.ReadAllText(Path.Combine(Repository.Top, "THREATS.md"))).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.That(named, Has.Count.GreaterThan(15));
        Assert.That(named.Where(name => !there.Contains(name)), Is.Empty);
    }

    [Test]
    public void Every_row_says_what_shows_it() =>
        Assert.That(
            File.ReadLines(Path.Combine(Repository.Top, "THREATS.md")).Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| could", StringComparison.Ordinal)).Where(line => !TestName().IsMatch(line) && !line.EndsWith("| — |", StringComparison.Ordinal)),
            Is.Empty);

    [GeneratedRegex("`([A-Z][A-Za-z]*Tests)`")]
    private static partial Regex TestName();
}
