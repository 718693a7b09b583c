using System.Xml.Linq;
using Dom0Iptables.Handover;

namespace Dom0Iptables.HtmlReport;

/// <summary>What lies in the folder, with sizes, checksums and signatures.</summary>
internal static class PackagesSection
{
    private const string DetachedSuffix = ".asc";

    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(ReportFacts facts)
    {
        var packages = facts.Packages.ToDictionary(package => package.File, StringComparer.Ordinal);
        var ofPackages = facts.Files.ToLookup(file => packages.ContainsKey(file.File));
        yield return HtmlTable.Of(
            "packages-table",
            "The packages",
            ["package", "#size", "signed", "SHA-256"],
            facts.Packages.Join(ofPackages[true], package => package.File, file => file.File, (package, file) => (object?[])
            [
                (object[])[Html.Tag("code", Html.Class("name"), package.File), Html.Tag("span", Html.Class("sub"), package.Summary)], Html.Size(file.Size), Signed(facts, package), Sum(file),
            ]),
            "wide");
        yield return HtmlTable.Of(
            "files-table",
            "The files beside them",
            ["file", "#size", "SHA-256"],
            ofPackages[false].Select(file => (object?[])[Html.Code(file.File), Html.Size(file.Size), Sum(file)]),
            "wide");
    }

    /// <summary>Whether a package bears a signature, in it or beside it.</summary>
    public static bool IsSigned(ReportFacts facts, PackageContent package) => package.Signatures.Length > 0 || HasDetached(facts, package);

    private static XElement Signed(ReportFacts facts, PackageContent package)
    {
        var ways = new[] { package.Signatures.IsEmpty ? "" : $"in it ({string.Join(", ", package.Signatures)})", HasDetached(facts, package) ? $"beside it ({DetachedSuffix})" : "" }.Where(way => way.Length > 0).ToList();
        return ways.Count == 0 ? Mark.None("not signed") : Mark.Good(string.Join(", ", ways));
    }

    private static bool HasDetached(ReportFacts facts, PackageContent package) => facts.Files.Any(file => file.File == package.File + DetachedSuffix);

    private static XElement Sum(ManifestFile file) => Html.Tag("code", Html.Class("sum"), file.Sha256);
}
