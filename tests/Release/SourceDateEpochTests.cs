using Dom0Iptables.Failures;
using Dom0Iptables.Release;

namespace Dom0Iptables.Tests.Release;

/// <summary>The one clock of a build is the operator's, else the release's.</summary>
internal sealed class SourceDateEpochTests
{
    private static readonly DateOnly Released = new(2010, 5, 21);

    [TestCase(null)]
    [TestCase("")]
    public void Without_the_variable_it_is_the_beginning_of_the_releases_day(string? variable) =>
        Assert.That(SourceDateEpoch.Of(variable, Released), Is.EqualTo(new DateTimeOffset(2010, 5, 21, 0, 0, 0, TimeSpan.Zero)));

    [TestCase("0", 0)]
    [TestCase("1274400001", 1274400001)]
    [TestCase("4294967295", 4294967295)]
    public void The_variable_counts(string variable, long seconds) =>
        Assert.That(SourceDateEpoch.Of(variable, Released).ToUnixTimeSeconds(), Is.EqualTo(seconds));

    [TestCase(null, null)]
    [TestCase("1274400000", null)]
    [TestCase("1274400001", 1274400001L)]
    public void It_is_asked_for_only_where_it_is_another_than_the_releases_own(string? variable, long? seconds) =>
        Assert.That(SourceDateEpoch.Requested(variable, Released)?.ToUnixTimeSeconds(), Is.EqualTo(seconds));

    [TestCase("yesterday")]
    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase(" 12")]
    [TestCase("0x10")]
    [TestCase("4294967296")]
    [TestCase("99999999999999999999999")]
    public void What_no_package_could_hold_is_refused(string variable)
    {
        var failure = Assert.Throws<PipelineException>(() => SourceDateEpoch.Of(variable, Released));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That(failure.Problem, Does.Contain("SOURCE_DATE_EPOCH").And.Contain($"'{variable}'"));
        });
    }
}
