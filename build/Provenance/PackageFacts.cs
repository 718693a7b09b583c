using Dom0Iptables.Packaging;

namespace Dom0Iptables.Provenance;

/// <summary>What a package's own header says of it, and no checksum does.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Name">Its name ("iptables-devel").</param>
/// <param name="Version">Its version and release ("1.4.8-1").</param>
/// <param name="Architecture">Its architecture; "src" for a source package.</param>
/// <param name="Licence">Its tag License, in rpm's words ("GPLv2+").</param>
/// <param name="SourcePackage">The file name of the source package that goes with it; a source package's own.</param>
public sealed record PackageFacts(string File, string Name, string Version, string Architecture, string Licence, string SourcePackage)
{
    /// <summary>Whether it is a source package.</summary>
    public bool IsSource => Architecture == "src";

    /// <summary>Takes them from a header that has been read.</summary>
    public static PackageFacts Of(RpmPackage package) => new(
        package.FileName,
        package.Name,
        package.VersionAndRelease,
        package.IsSource ? "src" : package.Architecture,
        package.Text("License"),
        package.IsSource ? package.FileName : package.Text("Sourcerpm"));
}
