using System.Globalization;

namespace Dom0Iptables.Sources;

/// <summary>Byte counts as people read them.</summary>
internal static class ByteText
{
    public static string Of(double bytes) => bytes switch
    {
        < 1024 => $"{bytes:0} B",
        < 1024 * 1024 => Format(bytes / 1024, "KiB"),
        < 1024 * 1024 * 1024 => Format(bytes / 1024 / 1024, "MiB"),
        _ => Format(bytes / 1024 / 1024 / 1024, "GiB"),
    };

    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static string Format(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {unit}");
}
