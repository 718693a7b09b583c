using System.Text.RegularExpressions;

namespace Dom0Iptables.Launching;

/// <summary>Reads what launchers write of each compilation.</summary>
public static partial class LauncherLog
{
    /// <summary>How many compilations ccache was asked for and remembered, as its CCACHE_STATSLOG tells it.</summary>
    public static string OfCcache(IReadOnlyCollection<string> lines)
    {
        var hits = lines.Count(line => line is "direct_cache_hit" or "preprocessed_cache_hit");
        var misses = lines.Count(line => line == "cache_miss");
        return $"{hits} of {hits + misses} compilations remembered";
    }

    /// <summary>Where distcc had what compiled, as its DISTCC_LOG tells it.</summary>
    public static string OfDistcc(IReadOnlyCollection<string> lines)
    {
        var places = lines.Select(line => Compiled().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();
        var remote = places.Where(place => place != "localhost").GroupBy(place => place, StringComparer.Ordinal).OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => $"{place.Count()} by {place.Key}");
        var failed = lines.Count(line => line.Contains("running locally instead", StringComparison.Ordinal));
        return $"{places.Count(place => place != "localhost")} compilations by other machines{(places.All(place => place == "localhost") ? "" : $" ({string.Join(", ", remote)})")}{(failed == 0 ? "" : $", {failed} that they failed in, here")}";
    }

    /// <summary>How many compilations icecc waited for from a compile server, as its ICECC_LOGFILE tells it: it names no machine.</summary>
    public static string OfIcecc(IReadOnlyCollection<string> lines) =>
        $"{lines.Count(line => line.Contains("</wait for cs:", StringComparison.Ordinal))} compilations by other machines";

    [GeneratedRegex(@" compile .+ on (\S+) completed ok$")]
    private static partial Regex Compiled();
}
