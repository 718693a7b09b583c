namespace Dom0Iptables.Provenance;

/// <summary>Package URLs, as https://github.com/package-url/purl-spec has them.</summary>
internal static class PackageUrl
{
    /// <summary>The one of an RPM.</summary>
    public static string OfRpm(PackageFacts package) => $"pkg:rpm/{Word(package.Name)}@{Word(package.Version)}?arch={Word(package.Architecture)}";

    /// <summary>The one of an archive that no distribution's package type fits.</summary>
    /// <param name="name">The package's name.</param>
    /// <param name="version">The release.</param>
    /// <param name="sha256">The archive's checksum.</param>
    /// <param name="address">Where it can be had, or null.</param>
    /// <param name="file">Its file name where it is not the release's own, or null.</param>
    public static string OfArchive(string name, string version, string sha256, Uri? address = null, string? file = null) =>
        $"pkg:generic/{Word(name)}@{Word(version)}?checksum=sha256:{sha256}"
        + (address is null ? "" : $"&download_url={Word(address.AbsoluteUri)}")
        + (file is null ? "" : $"&file_name={Word(file)}");

    // Colons and slashes stand as they are in the specification's own examples.
    private static string Word(string text) =>
        Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
