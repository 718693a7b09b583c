using System.Collections.Immutable;
using Dom0Iptables.Packaging;

namespace Dom0Iptables.HtmlReport;

/// <summary>What is in a package.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Name">Its name ("iptables-devel").</param>
/// <param name="Version">Its version and release ("1.4.8-1").</param>
/// <param name="Architecture">Its architecture; "src" for a source package.</param>
/// <param name="Summary">One line on what it is.</param>
/// <param name="Signatures">The kinds of signature within it ("DSA"); empty where there is none.</param>
/// <param name="Files">Its files, folders and links.</param>
/// <param name="Scriptlets">What rpm runs when it comes or goes.</param>
/// <param name="Requires">What it requires.</param>
/// <param name="Provides">What it provides.</param>
/// <param name="Obsoletes">What it takes the place of.</param>
public sealed record PackageContent(
    string File,
    string Name,
    string Version,
    string Architecture,
    string Summary,
    ImmutableArray<string> Signatures,
    ImmutableArray<RpmFile> Files,
    ImmutableArray<RpmScriptlet> Scriptlets,
    ImmutableArray<RpmDependency> Requires,
    ImmutableArray<RpmDependency> Provides,
    ImmutableArray<RpmDependency> Obsoletes)
{
    /// <summary>Whether it is a source package.</summary>
    public bool IsSource => Architecture == "src";

    /// <summary>By what it is recognised in another release.</summary>
    public (string Name, bool IsSource) Key => (Name, IsSource);

    /// <summary>Takes it from a header that has been read.</summary>
    public static PackageContent Of(RpmPackage package) => new(
        package.FileName,
        package.Name,
        package.VersionAndRelease,
        package.IsSource ? "src" : package.Architecture,
        package.Text("Summary"),
        package.Signatures,
        package.Files,
        package.Scriptlets,
        package.Requires,
        package.Provides,
        package.Obsoletes);
}
