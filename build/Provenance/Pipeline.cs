using System.Globalization;

namespace Dom0Iptables.Provenance;

/// <summary>What the pipeline calls itself in the documents.</summary>
internal static class Pipeline
{
    /// <summary>Its name.</summary>
    public const string Name = "dom0-iptables";

    /// <summary>Its version ("0.1.0").</summary>
    public static string Version { get; } = typeof(Pipeline).Assembly.GetName().Version!.ToString(3);

    /// <summary>A manifest's time as SPDX writes times.</summary>
    public static string Time(long secondsSince1970) =>
        DateTimeOffset.FromUnixTimeSeconds(secondsSince1970).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
