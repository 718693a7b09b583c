using System.Text.Json.Nodes;
using Dom0Iptables.Handover;
using Dom0Iptables.Provenance;

namespace Dom0Iptables.Tests.Provenance;

/// <summary>The provenance says of each artifact what it was made from, on whose order and by whom.</summary>
internal sealed class SlsaStatementTests
{
    private static readonly Manifest Manifest = SampleRelease.Manifest;

    private static readonly JsonNode Statement = JsonNode.Parse(SlsaStatement.Of(Manifest, SampleRelease.Facts))!;

    private static JsonNode Definition => Statement["predicate"]!["buildDefinition"]!;

    [Test]
    public void It_is_valid_by_the_fields_of_in_toto_and_slsa() => Assert.That(DocumentSchema.Slsa.Complaints(SlsaStatement.Of(Manifest, SampleRelease.Facts)), Is.Empty);

    [TestCase("\"_type\": \"https://in-toto.io/Statement/v1\"", "\"_type\": \"https://in-toto.io/Statement/v0.1\"")]
    [TestCase("\"predicateType\": \"https://slsa.dev/provenance/v1\",", "")]
    [TestCase("\"buildType\": \"urn:", "\"buildType\": \"the urn:")]
    [TestCase("\"runDetails\"", "\"metadata\"")]
    [TestCase("\"sha256\": \"", "\"sha256\": \"x")]
    [TestCase("\"digest\"", "\"digests\"")]
    public void The_schema_refuses_a_statement_that_is_wrong(string right, string wrong)
    {
        var text = SlsaStatement.Of(Manifest, SampleRelease.Facts);

        Assert.That(text, Does.Contain(right));
        Assert.That(DocumentSchema.Slsa.Complaints(text.Replace(right, wrong, StringComparison.Ordinal)), Is.Not.Empty);
    }

    [Test]
    public void Its_subjects_are_the_artifacts_with_their_checksums() =>
        Assert.That(
            Statement["subject"]!.AsArray().Select(subject => (Text(subject, "name"), Text(subject!["digest"], "sha256"))),
            Is.EqualTo(Manifest.Artifacts.Select(artifact => (artifact.File, artifact.Sha256))));

    [Test]
    public void Its_dependencies_are_the_archive_the_patches_the_specs_and_the_files_of_dom0()
    {
        var dependencies = Definition["resolvedDependencies"]!.AsArray();

        Assert.Multiple(() =>
        {
            Assert.That(
                dependencies.Select(dependency => Text(dependency, "name")),
                Is.EqualTo((string[])["iptables-1.4.8.tar.bz2", "0001-first.patch", "0002-second.patch", "iptables-1.4.8.spec", "iptables-dom0.spec", "dom0/etc/sysconfig/iptables-config"]));
            Assert.That(
                dependencies.Skip(1).Take(3).Select(dependency => Text(dependency!["digest"], "sha256")),
                Is.EqualTo((string[])[Manifest.Patches[0].Sha256, Manifest.Patches[1].Sha256, Manifest.Spec.Sha256]));
            Assert.That(Text(dependencies[0]!["digest"], "sha256"), Is.EqualTo(Manifest.Source.Sha256));
            Assert.That(Text(dependencies[0], "downloadLocation"), Is.EqualTo("https://www.netfilter.org/projects/iptables/files/iptables-1.4.8.tar.bz2"));
        });
    }

    [Test]
    public void What_the_operator_did_not_ask_for_is_not_among_his_parameters() =>
        Assert.That(External(Manifest, SampleRelease.Facts), Is.EqualTo((string[])["recipe=iptables-1.4.8", "platform=el5-i686", "sourceDateEpoch=1274400000", "stamp=100521"]));

    [Test]
    public void All_that_the_operator_asked_for_is_among_his_parameters()
    {
        var manifest = Manifest with
        {
            RequestedRecipe = "iptables-1.4.9",
            Source = Manifest.Source with { IsRecipes = false, File = "mine.tar.bz2" },
        };

        Assert.That(
            External(manifest, SampleRelease.Facts with { CFlags = "", CxxFlags = "-O1 -g0" }).Skip(4),
            Is.EqualTo((string[])["cflags=(left out)", "cxxflags=-O1 -g0", "allowFallback=true", "source=mine.tar.bz2", $"sourceSha256={Manifest.Source.Sha256}"]));
    }

    [Test]
    public void An_archive_that_only_the_operator_vouches_for_is_nowhere_to_be_had()
    {
        var manifest = Manifest with { Source = Manifest.Source with { IsRecipes = false } };

        Assert.That(SlsaStatement.Of(manifest, SampleRelease.Facts), Does.Not.Contain("netfilter.org"));
    }

    [Test]
    public void The_builder_has_the_tools_with_their_versions_and_no_clock()
    {
        var details = Statement["predicate"]!["runDetails"]!.AsObject();

        Assert.Multiple(() =>
        {
            Assert.That(details.Select(pair => pair.Key), Is.EqualTo((string[])["builder"]));
            Assert.That(Text(details["builder"], "id"), Does.StartWith("urn:dom0-iptables:"));
            foreach (var (tool, version) in Manifest.Tools)
            {
                Assert.That(Text(details["builder"]!["version"], tool), Is.EqualTo(version));
            }
        });
    }

    private static IEnumerable<string> External(Manifest manifest, BuildFacts facts) =>
        JsonNode.Parse(SlsaStatement.Of(manifest, facts))!["predicate"]!["buildDefinition"]!["externalParameters"]!.AsObject().Select(pair => $"{pair.Key}={pair.Value}");

    private static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();
}
