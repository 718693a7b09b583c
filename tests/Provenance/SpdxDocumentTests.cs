using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dom0Iptables.Handover;
using Dom0Iptables.Provenance;

namespace Dom0Iptables.Tests.Provenance;

/// <summary>The bill of materials has all that is handed over and what it was made from, in SPDX's own form.</summary>
internal sealed class SpdxDocumentTests
{
    private static readonly Manifest Manifest = SampleRelease.Manifest;

    private static readonly JsonNode Document = Read(Manifest);

    [Test]
    public void It_is_valid_by_spdx_own_schema() => Assert.That(DocumentSchema.Spdx.Complaints(SpdxDocument.Of(Manifest, SampleRelease.Facts)), Is.Empty);

    [TestCase("\"SPDXID\": \"SPDXRef-DOCUMENT\",", "")]
    [TestCase("\"PATCH_APPLIED\"", "\"PATCHES\"")]
    [TestCase("\"filesAnalyzed\": false", "\"filesAnalysed\": false")]
    [TestCase("\"algorithm\": \"SHA256\"", "\"algorithm\": \"SHA-256\"")]
    public void The_schema_refuses_a_document_that_is_wrong(string right, string wrong)
    {
        var text = SpdxDocument.Of(Manifest, SampleRelease.Facts);

        Assert.That(text, Does.Contain(right));
        Assert.That(DocumentSchema.Spdx.Complaints(text.Replace(right, wrong, StringComparison.Ordinal)), Is.Not.Empty);
    }

    // What the specification's text demands and its schema does not: 6.5, 7.1, 8.4.
    [Test]
    public void It_keeps_the_rules_that_the_schema_lacks()
    {
        var elements = Elements(Document);
        var referenced = Document["relationships"]!.AsArray().SelectMany(relationship => (string[])[Text(relationship, "spdxElementId"), Text(relationship, "relatedSpdxElement")]);

        Assert.Multiple(() =>
        {
            Assert.That(elements.Select(element => Text(element, "SPDXID")), Is.Unique.And.All.Match("^SPDXRef-[A-Za-z0-9.-]+$"));
            Assert.That(referenced.Except(elements.Select(element => Text(element, "SPDXID"))), Is.EqualTo((string[])["SPDXRef-DOCUMENT"]));
            Assert.That(Uri.TryCreate(Text(Document, "documentNamespace"), UriKind.Absolute, out var address) && address.Fragment.Length == 0, Is.True);
            Assert.That(Document["files"]!.AsArray().Select(file => Text(file!["checksums"]![0], "algorithm")), Is.All.EqualTo("SHA1"));
            Assert.That(Text(Document["creationInfo"], "created"), Is.EqualTo("2010-05-21T00:00:00Z"));
        });
    }

    [Test]
    public void It_describes_each_artifact_with_its_checksum()
    {
        var described = Related("SPDXRef-DOCUMENT", "DESCRIBES").Select(Element).ToList();

        Assert.That(
            described.Select(package => (Text(package, "packageFileName"), Text(package["checksums"]![0], "algorithm"), Text(package["checksums"]![0], "checksumValue"))),
            Is.EqualTo(Manifest.Artifacts.Select(artifact => (artifact.File, "SHA256", artifact.Sha256))));
    }

    [Test]
    public void The_released_archive_has_its_checksums_where_it_is_to_be_had_and_its_name_in_the_lists_of_vulnerabilities()
    {
        var source = Element("SPDXRef-source");
        var references = source["externalRefs"]!.AsArray().Select(reference => (Text(reference, "referenceType"), Text(reference, "referenceLocator"))).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(
                source["checksums"]!.AsArray().Select(sum => $"{Text(sum, "algorithm")} {Text(sum, "checksumValue")}"),
                Is.EqualTo((string[])[$"SHA256 {Manifest.Source.Sha256}", $"SHA1 {Manifest.Source.Sha1}", $"MD5 {Manifest.Source.Md5}"]));
            Assert.That(Text(source, "downloadLocation"), Is.EqualTo("https://www.netfilter.org/projects/iptables/files/iptables-1.4.8.tar.bz2"));
            Assert.That(references, Is.EqualTo(((string, string)[])[
                ("cpe23Type", "cpe:2.3:a:netfilter:iptables:1.4.8:*:*:*:*:*:*:*"),
                ("url", "https://services.nvd.nist.gov/rest/json/cves/2.0?cpeName=cpe:2.3:a:netfilter:iptables:1.4.8:*:*:*:*:*:*:*"),
                ("url", "https://security-tracker.debian.org/tracker/source-package/iptables"),
                ("purl", $"pkg:generic/iptables@1.4.8?checksum=sha256:{Manifest.Source.Sha256}&download_url=https://www.netfilter.org/projects/iptables/files/iptables-1.4.8.tar.bz2"),
            ]));
            Assert.That(Text(source["annotations"]![0], "comment"), Does.StartWith("The known CVEs of the release are out of this document's scope. Look for them at https://").And.Contain("security-tracker.debian.org"));
        });
    }

    [Test]
    public void An_archive_that_only_the_operator_vouches_for_is_nowhere_to_be_had()
    {
        var document = Read(Manifest with { Source = Manifest.Source with { IsRecipes = false, Verified = ["not the recipe's archive"] } });
        var source = Elements(document).Single(element => Text(element, "SPDXID") == "SPDXRef-source");

        Assert.Multiple(() =>
        {
            Assert.That(Text(source, "downloadLocation"), Is.EqualTo("NOASSERTION"));
            Assert.That(Text(source, "supplier"), Is.EqualTo("NOASSERTION"));
            Assert.That(Text(source, "sourceInfo"), Does.Contain("not the recipe's archive"));
            Assert.That(source.ToJsonString(), Does.Not.Contain("download_url"));
        });
    }

    [TestCase(null)]
    [TestCase("hello")]
    public void Of_a_project_that_is_not_known_nothing_is_guessed(string? debianSource)
    {
        var document = Read(Manifest with { Name = "hello" }, SampleRelease.Facts with { DebianSource = debianSource });
        var source = Elements(document).Single(element => Text(element, "SPDXID") == "SPDXRef-source");

        Assert.Multiple(() =>
        {
            Assert.That(source["externalRefs"]!.AsArray().Select(reference => Text(reference, "referenceType")), Is.EqualTo(debianSource is null ? (string[])["purl"] : ["url", "purl"]));
            Assert.That(source["homepage"], Is.Null);
            Assert.That(Text(document, "comment"), Does.Contain(debianSource is null ? "search for hello 1.4.8 at https://nvd.nist.gov" : "source-package/hello"));
        });
    }

    [TestCase("iptables-1.4.8-1.i686.rpm", "SPDXRef-source,0001-first.patch,0002-second.patch,iptables-1.4.8.spec", "gcc,rpmbuild")]
    [TestCase("iptables-devel-1.4.8-1.i686.rpm", "SPDXRef-source,0001-first.patch,0002-second.patch,iptables-1.4.8.spec", "gcc,rpmbuild")]
    [TestCase("iptables-1.4.8-1.src.rpm", "SPDXRef-source,0001-first.patch,0002-second.patch,iptables-1.4.8.spec", "rpmbuild")]
    [TestCase("iptables-1.4.8-100521.tar.bz2", "SPDXRef-source,0001-first.patch,0002-second.patch", "gcc")]
    [TestCase("iptables-dom0-0.2.0-1.noarch.rpm", "iptables-dom0.spec,dom0/etc/sysconfig/iptables-config", "rpmbuild")]
    [TestCase("iptables-dom0-0.2.0-1.src.rpm", "iptables-dom0.spec,dom0/etc/sysconfig/iptables-config", "rpmbuild")]
    public void Each_artifact_is_said_to_be_made_from_what_it_was_made_from(string file, string materials, string tools)
    {
        var identifier = Text(Elements(Document).Single(element => element["packageFileName"]?.GetValue<string>() == file && Text(element, "SPDXID") != "SPDXRef-source"), "SPDXID");

        Assert.Multiple(() =>
        {
            Assert.That(Related(identifier, "GENERATED_FROM").Select(FileName), Is.EqualTo(materials.Split(',')));
            Assert.That(
                Document["relationships"]!.AsArray().Where(relationship => Text(relationship, "relatedSpdxElement") == identifier && Text(relationship, "relationshipType") == "BUILD_TOOL_OF").Select(relationship => Text(Element(Text(relationship, "spdxElementId")), "name")),
                Is.EqualTo(tools.Split(',')));
        });
    }

    [Test]
    public void The_patches_are_said_to_be_applied_to_the_released_archive() =>
        Assert.That(
            Document["relationships"]!.AsArray().Where(relationship => Text(relationship, "relationshipType") == "PATCH_APPLIED").Select(relationship => (FileName(Text(relationship, "spdxElementId")), Text(relationship, "relatedSpdxElement"))),
            Is.EqualTo(((string, string)[])[("0001-first.patch", "SPDXRef-source"), ("0002-second.patch", "SPDXRef-source")]));

    [TestCase("GPLv2+", "GPL-2.0-or-later")]
    [TestCase("GPLv2", "GPL-2.0-only")]
    [TestCase("GPLv2 and Artistic", "NOASSERTION")]
    [TestCase("", "NOASSERTION")]
    [TestCase("\"\n$(id)", "NOASSERTION")]
    public void A_licence_is_what_the_package_declares_or_nothing(string tag, string expected)
    {
        var facts = SampleRelease.Facts with { Packages = [.. SampleRelease.Facts.Packages.Select(package => package with { Licence = tag })] };
        var package = Elements(Read(Manifest, facts)).First();

        Assert.Multiple(() =>
        {
            Assert.That(Text(package, "licenseDeclared"), Is.EqualTo(expected));
            Assert.That(Text(package, "licenseConcluded"), Is.EqualTo("NOASSERTION"), "nobody has looked");
        });
    }

    [Test]
    public void The_tools_are_named_with_their_versions() =>
        Assert.That(
            Elements(Document).Where(element => Text(element, "SPDXID").StartsWith("SPDXRef-tool-", StringComparison.Ordinal)).Select(tool => (Text(tool, "name"), Text(tool, "versionInfo"))),
            Is.EqualTo(Manifest.Tools.Select(tool => (tool.Key, tool.Value))));

    [Test]
    public void A_package_is_named_as_package_managers_do() =>
        Assert.That(
            Elements(Document).Take(3).Select(package => Text(package["externalRefs"]![0], "referenceLocator")),
            Is.EqualTo((string[])["pkg:rpm/iptables@1.4.8-1?arch=i686", "pkg:rpm/iptables@1.4.8-1?arch=src", "pkg:rpm/iptables-devel@1.4.8-1?arch=i686"]));

    [Test]
    public void The_manifest_and_the_facts_must_be_of_one_build()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => SpdxDocument.Of(Manifest with { Spec = SampleRelease.File("another.spec") }, SampleRelease.Facts), Throws.ArgumentException.With.Message.Contains("another.spec"));
            Assert.That(() => SpdxDocument.Of(Manifest with { Artifacts = Manifest.Artifacts.Add(SampleRelease.File("another.rpm")) }, SampleRelease.Facts), Throws.ArgumentException.With.Message.Contains("another.rpm"));
        });
    }

    private static JsonNode Read(Manifest manifest, BuildFacts? facts = null) => JsonNode.Parse(SpdxDocument.Of(manifest, facts ?? SampleRelease.Facts))!;

    private static ImmutableArray<JsonNode> Elements(JsonNode document) =>
        [.. document["packages"]!.AsArray().Concat(document["files"]!.AsArray()).Select(element => element!)];

    private static JsonNode Element(string identifier) => Elements(Document).Single(element => Text(element, "SPDXID") == identifier);

    private static IEnumerable<string> Related(string identifier, string type) =>
        Document["relationships"]!.AsArray().Where(relationship => Text(relationship, "spdxElementId") == identifier && Text(relationship, "relationshipType") == type).Select(relationship => Text(relationship, "relatedSpdxElement"));

    private static string FileName(string identifier) => Element(identifier)["fileName"]?.GetValue<string>()["./".Length..] ?? identifier;

    private static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();
}
