using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dom0Iptables.Handover;

namespace Dom0Iptables.Provenance;

/// <summary>
/// The bill of materials of a run: SPDX 2.3, as JSON (https://spdx.github.io/spdx-spec/v2.3/). One document has every
/// artifact, what each was made from, and by which programs. The same manifest gives the same bytes: no clock, no
/// random number. Vulnerabilities are not in it; an annotation says where to look.
/// </summary>
public static class SpdxDocument
{
    /// <summary>The document's name among the artifacts.</summary>
    public const string FileName = "sbom.spdx.json";

    private const string Document = "SPDXRef-DOCUMENT";

    /// <summary>Writes it.</summary>
    /// <param name="manifest">What was built from what, with what.</param>
    /// <param name="facts">What the manifest does not say.</param>
    /// <returns>The JSON text, with a line break at its end.</returns>
    /// <exception cref="ArgumentException">The manifest names a package, patch or spec that the facts lack.</exception>
    public static string Of(Manifest manifest, BuildFacts facts)
    {
        var elements = new SpdxElements(manifest, facts);
        var name = $"{manifest.Name}-{manifest.Version}-{manifest.Platform}";
        var document = new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = Document,
            ["name"] = name,
            ["documentNamespace"] = "",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = Pipeline.Time(manifest.SourceDateEpoch),
                ["creators"] = DeterministicJson.Texts([$"Tool: {Pipeline.Name}-{Pipeline.Version}"]),
                ["comment"] = "The time is SOURCE_DATE_EPOCH, so that the same inputs give the same bytes; run.json has the time of the run.",
            },
            ["comment"] = VulnerabilityPlaces.Sentence(manifest.Name, manifest.Version, facts.DebianSource),
            ["packages"] = DeterministicJson.Array(elements.Packages()),
            ["files"] = DeterministicJson.Array(elements.Files()),
            ["relationships"] = DeterministicJson.Array(Relationships(manifest, facts)),
        };

        return WithNamespace(document, manifest);
    }

    /// <summary>The same document of artifacts that have been signed since.</summary>
    /// <param name="text">The document.</param>
    /// <param name="manifest">Its manifest, with the artifacts as they are now.</param>
    /// <param name="sums">The SHA-256 of each artifact then, and now.</param>
    public static string OfSigned(string text, Manifest manifest, IReadOnlyDictionary<string, string> sums)
    {
        var document = JsonNode.Parse(sums.Aggregate(text, (changed, pair) => changed.Replace(pair.Key, pair.Value, StringComparison.Ordinal)))!.AsObject();
        document["documentNamespace"] = "";
        return WithNamespace(document, manifest);
    }

    // What SPDX recommends to those without a site of their own (2.3, 6.5), with a checksum in the place of the UUID.
    private static string WithNamespace(JsonObject document, Manifest manifest)
    {
        document["documentNamespace"] = $"https://spdx.org/spdxdocs/{Uri.EscapeDataString(document["name"]!.GetValue<string>())}-{DeterministicJson.Fingerprint(manifest, document)}";
        return DeterministicJson.Text(document);
    }

    private static IEnumerable<JsonNode> Relationships(Manifest manifest, BuildFacts facts)
    {
        var spec = SpdxElements.Spec(manifest.Spec);
        ImmutableArray<string> patches = [.. manifest.Patches.Select((patch, index) => SpdxElements.Patch(index, patch))];
        foreach (var patch in patches)
        {
            yield return Relationship(patch, "PATCH_APPLIED", SpdxElements.Source);
        }

        foreach (var (index, artifact) in manifest.Artifacts.Index())
        {
            var identifier = SpdxElements.Artifact(index, artifact);
            yield return Relationship(Document, "DESCRIBES", identifier);
            var package = SpdxElements.IsRpm(artifact) ? facts.Package(artifact) : null;
            foreach (var material in MaterialsOf(package))
            {
                yield return Relationship(identifier, "GENERATED_FROM", material);
            }

            foreach (var (number, tool) in manifest.Tools.Keys.Index().Where(tool => Makes(tool.Item, package)))
            {
                yield return Relationship(SpdxElements.Tool(number, tool), "BUILD_TOOL_OF", identifier);
            }
        }

        // A source package is of what it holds; what was compiled is of the source with the patches in.
        IEnumerable<string> MaterialsOf(PackageFacts? package) => package switch
        {
            null => [SpdxElements.Source, .. patches],
            _ when IsOfRelease(package) => [SpdxElements.Source, .. patches, spec],
            _ => facts.Dom0Materials.Select((file, index) => SpdxElements.Dom0(index, file)),
        };

        bool Makes(string tool, PackageFacts? package) =>
            tool == "rpmbuild" ? package is not null : package is null || (!package.IsSource && IsOfRelease(package));

        // Every other package is of the files that dom0 receives beside the release.
        bool IsOfRelease(PackageFacts package) =>
            package.SourcePackage.StartsWith($"{manifest.Name}-{manifest.Version}-", StringComparison.Ordinal);
    }

    private static JsonObject Relationship(string element, string type, string related) => new()
    {
        ["spdxElementId"] = element,
        ["relationshipType"] = type,
        ["relatedSpdxElement"] = related,
    };
}
