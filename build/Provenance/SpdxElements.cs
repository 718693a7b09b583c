using System.Text.Json.Nodes;
using Dom0Iptables.Handover;

namespace Dom0Iptables.Provenance;

/// <summary>The packages and files of a bill of materials, each under the identifier that its relationships name.</summary>
/// <param name="manifest">What was built from what, with what.</param>
/// <param name="facts">What the manifest does not say.</param>
internal sealed class SpdxElements(Manifest manifest, BuildFacts facts)
{
    /// <summary>The identifier of the released archive.</summary>
    public const string Source = "SPDXRef-source";

    /// <summary>The identifier of an artifact.</summary>
    public static string Artifact(int index, ManifestFile file) => Identifier("artifact", index, file.File);

    /// <summary>The identifier of a patch.</summary>
    public static string Patch(int index, ManifestFile file) => Identifier("patch", index, file.File);

    /// <summary>The identifier of the spec.</summary>
    public static string Spec(ManifestFile file) => Identifier("spec", 0, file.File);

    /// <summary>The identifier of a file that dom0 receives, or of its spec.</summary>
    public static string Dom0(int index, MaterialFile file) => Identifier("dom0", index, file.Name);

    /// <summary>The identifier of a program that made the artifacts.</summary>
    public static string Tool(int index, string name) => Identifier("tool", index, name);

    /// <summary>All packages: artifacts, the released archive, tools.</summary>
    public IEnumerable<JsonNode> Packages() =>
    [
        .. manifest.Artifacts.Select((artifact, index) => IsRpm(artifact) ? Rpm(index, artifact) : TreeArchive(index, artifact)),
        SourceArchive(),
        .. manifest.Tools.Select((tool, index) => ToolPackage(index, tool.Key, tool.Value)),
    ];

    /// <summary>All files: patches, specs, what dom0 receives.</summary>
    public IEnumerable<JsonNode> Files() =>
    [
        .. manifest.Patches.Select((patch, index) => File(Patch(index, patch), facts.Material(patch))),
        File(Spec(manifest.Spec), facts.Material(manifest.Spec)),
        .. facts.Dom0Materials.Select((file, index) => File(Dom0(index, file), file)),
    ];

    /// <summary>Whether an artifact is an RPM; else it is the archive of the built tree.</summary>
    public static bool IsRpm(ManifestFile artifact) => artifact.File.EndsWith(".rpm", StringComparison.Ordinal);

    private JsonObject Rpm(int index, ManifestFile artifact)
    {
        var package = facts.Package(artifact);
        return new JsonObject
        {
            ["SPDXID"] = Artifact(index, artifact),
            ["name"] = package.Name,
            ["versionInfo"] = package.Version,
            ["packageFileName"] = artifact.File,
            ["supplier"] = SpdxLicence.NoAssertion,
            ["downloadLocation"] = SpdxLicence.NoAssertion,
            ["filesAnalyzed"] = false,
            ["checksums"] = DeterministicJson.Array([Checksum("SHA256", artifact.Sha256)]),
            ["licenseConcluded"] = SpdxLicence.NoAssertion,
            ["licenseDeclared"] = SpdxLicence.OfRpm(package.Licence),
            ["licenseComments"] = $"The package's own tag License: {package.Licence}",
            ["copyrightText"] = SpdxLicence.NoAssertion,
            ["primaryPackagePurpose"] = package.IsSource ? "SOURCE" : "INSTALL",
            ["externalRefs"] = DeterministicJson.Array([Reference("PACKAGE-MANAGER", "purl", PackageUrl.OfRpm(package))]),
        };
    }

    private JsonObject TreeArchive(int index, ManifestFile artifact) => new()
    {
        ["SPDXID"] = Artifact(index, artifact),
        ["name"] = manifest.Name,
        ["versionInfo"] = manifest.Version,
        ["packageFileName"] = artifact.File,
        ["supplier"] = SpdxLicence.NoAssertion,
        ["downloadLocation"] = SpdxLicence.NoAssertion,
        ["filesAnalyzed"] = false,
        ["checksums"] = DeterministicJson.Array([Checksum("SHA256", artifact.Sha256)]),
        ["licenseConcluded"] = SpdxLicence.NoAssertion,
        ["licenseDeclared"] = SpdxLicence.NoAssertion,
        ["copyrightText"] = SpdxLicence.NoAssertion,
        ["comment"] = "The tree as make left it, with sources, patches and what was compiled.",
        ["primaryPackagePurpose"] = "ARCHIVE",
        ["externalRefs"] = DeterministicJson.Array([Reference("PACKAGE-MANAGER", "purl", PackageUrl.OfArchive(manifest.Name, manifest.Version, artifact.Sha256, file: artifact.File))]),
    };

    private JsonObject SourceArchive()
    {
        var source = manifest.Source;
        var project = UpstreamProject.Find(manifest.Name);

        // An archive that only the operator vouches for is not at the recipe's addresses, and nobody's but his.
        var address = source.IsRecipes ? facts.Mirrors.FirstOrDefault() : null;
        var package = new JsonObject
        {
            ["SPDXID"] = Source,
            ["name"] = manifest.Name,
            ["versionInfo"] = manifest.Version,
            ["packageFileName"] = source.File,
            ["supplier"] = source.IsRecipes && project is not null ? $"Organization: {project.Organization}" : SpdxLicence.NoAssertion,
            ["downloadLocation"] = address?.AbsoluteUri ?? SpdxLicence.NoAssertion,
            ["filesAnalyzed"] = false,
            ["checksums"] = DeterministicJson.Array([Checksum("SHA256", source.Sha256), Checksum("SHA1", source.Sha1), Checksum("MD5", source.Md5)]),
        };
        if (project is not null)
        {
            package["homepage"] = project.Home.AbsoluteUri;
        }

        package["sourceInfo"] = "How it was verified: " + string.Join("; ", source.Verified);
        package["licenseConcluded"] = SpdxLicence.NoAssertion;
        package["licenseDeclared"] = SpdxLicence.NoAssertion;
        package["copyrightText"] = SpdxLicence.NoAssertion;
        package["primaryPackagePurpose"] = "SOURCE";
        package["externalRefs"] = DeterministicJson.Array(
        [
            .. project is null ? [] : new[] { Reference("SECURITY", "cpe23Type", project.Cpe(manifest.Version)) },
            .. VulnerabilityPlaces.Of(manifest.Name, manifest.Version, facts.DebianSource).Select(place => Reference("SECURITY", "url", place)),
            Reference("PACKAGE-MANAGER", "purl", PackageUrl.OfArchive(manifest.Name, manifest.Version, source.Sha256, address)),
        ]);
        package["annotations"] = DeterministicJson.Array(
        [
            new JsonObject
            {
                ["annotationDate"] = Pipeline.Time(manifest.SourceDateEpoch),
                ["annotationType"] = "OTHER",
                ["annotator"] = $"Tool: {Pipeline.Name}-{Pipeline.Version}",
                ["comment"] = VulnerabilityPlaces.Sentence(manifest.Name, manifest.Version, facts.DebianSource),
            },
        ]);
        return package;
    }

    private static JsonObject ToolPackage(int index, string name, string version) => new()
    {
        ["SPDXID"] = Tool(index, name),
        ["name"] = name,
        ["versionInfo"] = version,
        ["supplier"] = SpdxLicence.NoAssertion,
        ["downloadLocation"] = SpdxLicence.NoAssertion,
        ["filesAnalyzed"] = false,
        ["licenseConcluded"] = SpdxLicence.NoAssertion,
        ["licenseDeclared"] = SpdxLicence.NoAssertion,
        ["copyrightText"] = SpdxLicence.NoAssertion,
        ["comment"] = "A program of the machine that built; its version is what it says of itself.",
        ["primaryPackagePurpose"] = "APPLICATION",
    };

    private static JsonObject File(string identifier, MaterialFile file) => new()
    {
        ["SPDXID"] = identifier,
        ["fileName"] = "./" + file.Name,
        ["fileTypes"] = DeterministicJson.Texts(["SOURCE"]),
        ["checksums"] = DeterministicJson.Array([Checksum("SHA1", file.Sha1), Checksum("SHA256", file.Sha256)]),
        ["licenseConcluded"] = SpdxLicence.NoAssertion,
        ["licenseInfoInFiles"] = DeterministicJson.Texts([SpdxLicence.NoAssertion]),
        ["copyrightText"] = SpdxLicence.NoAssertion,
    };

    private static JsonObject Checksum(string algorithm, string value) => new() { ["algorithm"] = algorithm, ["checksumValue"] = value };

    private static JsonObject Reference(string category, string type, string locator) => new()
    {
        ["referenceCategory"] = category,
        ["referenceType"] = type,
        ["referenceLocator"] = locator,
    };

    // Letters, digits, dots and hyphens are all that SPDX allows in one; the number keeps two names apart that differ in the rest.
    private static string Identifier(string kind, int index, string name) =>
        $"SPDXRef-{kind}-{index + 1}-" + string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-'));
}
