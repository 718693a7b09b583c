using System.Globalization;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Release;

/// <summary>The one time that everything made in a build bears. https://reproducible-builds.org/specs/source-date-epoch/</summary>
public static class SourceDateEpoch
{
    /// <summary>The operator's time where it is another than the release's own, else null: what a spec then need not be told.</summary>
    /// <inheritdoc cref="Of"/>
    public static DateTimeOffset? Requested(string? variable, DateOnly released) =>
        Of(variable, released) is var epoch && epoch == Of(null, released) ? null : epoch;

    /// <summary>The operator's time, else the beginning of the day of the release.</summary>
    /// <param name="variable">The value of SOURCE_DATE_EPOCH, or null.</param>
    /// <param name="released">The day of the release.</param>
    /// <exception cref="PipelineException">The variable is not a number of seconds (<see cref="ExitCode.Usage"/>).</exception>
    public static DateTimeOffset Of(string? variable, DateOnly released)
    {
        if (string.IsNullOrEmpty(variable))
        {
            return new DateTimeOffset(released.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        // 2^32 - 1 is the last second that an RPM's 32-bit times can hold.
        return long.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new PipelineException(
                ExitCode.Usage,
                "Options",
                $"SOURCE_DATE_EPOCH must be a whole number of seconds since 1970, not '{variable}'",
                "set it by SOURCE_DATE_EPOCH=$(date -u -d 2010-05-21 +%s), or unset it for the day of the release");
    }
}
