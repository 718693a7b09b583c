using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dom0Iptables.Handover;
using Dom0Iptables.Provenance;

namespace Dom0Iptables.Tests.Provenance;

/// <summary>The documents are the same bytes for the same build, other bytes for another, and JSON whatever is in them.</summary>
internal sealed class SameBytesTests
{
    private static readonly ImmutableArray<(string Name, Func<Manifest, BuildFacts, string> Write, DocumentSchema Schema)> Documents =
    [
        ("SPDX", SpdxDocument.Of, DocumentSchema.Spdx),
        ("SLSA", SlsaStatement.Of, DocumentSchema.Slsa),
    ];

    [Test]
    public void The_same_build_gives_the_same_bytes()
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, write, _) in Documents)
            {
                // A copy, so that no identity of objects can decide.
                var copy = SampleRelease.Manifest with { Tools = SampleRelease.Manifest.Tools.Reverse().ToImmutableSortedDictionary(StringComparer.Ordinal) };
                var text = write(SampleRelease.Manifest, SampleRelease.Facts);
                Assert.That(write(copy, SampleRelease.Facts), Is.EqualTo(text), name);
                Assert.That(text, Does.EndWith("}\n").And.Not.Contain("\r"), name);
            }
        });
    }

    [Test]
    public void A_change_in_any_artifact_changes_them()
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, write, _) in Documents)
            {
                var texts = Changed().Prepend(SampleRelease.Manifest).Select(manifest => write(manifest, SampleRelease.Facts)).ToList();
                Assert.That(texts, Is.Unique, name);
            }

            Assert.That(Changed().Prepend(SampleRelease.Manifest).Select(manifest => Namespace(manifest, SampleRelease.Facts)), Is.Unique);
        });
    }

    [Test]
    public void Two_documents_that_differ_have_not_one_namespace()
    {
        var mirrors = SampleRelease.Facts with { Mirrors = [new Uri("https://example.org/iptables-1.4.8.tar.bz2")] };

        Assert.Multiple(() =>
        {
            Assert.That(Namespace(SampleRelease.Manifest, mirrors), Is.Not.EqualTo(Namespace(SampleRelease.Manifest, SampleRelease.Facts)));
            Assert.That(Namespace(SampleRelease.Manifest with { SchemaVersion = 2 }, SampleRelease.Facts), Is.Not.EqualTo(Namespace(SampleRelease.Manifest, SampleRelease.Facts)), "the manifest is part of it");
        });
    }

    [TestCase("a \"quoted\" word")]
    [TestCase("two\nlines\r\n")]
    [TestCase("\u001b[31mred\u001b[0m \u0007 \u0000 \u007f \u009b31m")]
    [TestCase("gcc (Übersetzer für Größe) 12 — 編譯器 🛠")]
    [TestCase("\ud800 half a pair")]
    [TestCase("\u202e reversed \u2028 parted")]
    [TestCase("\\ { } [ ] </script> $(id) %{macro}")]
    [TestCase("../../etc/passwd")]
    public void Hostile_texts_stay_json_and_valid(string text)
    {
        var manifest = SampleRelease.Manifest with
        {
            Tools = SampleRelease.Manifest.Tools.SetItem("gcc", text).Add(text, "1"),
            Platform = text,
            ConfigureArguments = [text],
            Source = SampleRelease.Manifest.Source with { File = text, Verified = [text] },
            Patches = [SampleRelease.File(text)],
            Artifacts = [SampleRelease.File(text), SampleRelease.File(text + ".rpm"), .. SampleRelease.Manifest.Artifacts],
        };
        var facts = SampleRelease.Facts with
        {
            Packages = SampleRelease.Facts.Packages.Add(new PackageFacts(text + ".rpm", text, text, text, text, text)),
            Materials = SampleRelease.Facts.Materials.Add(SampleRelease.Material(text)),
            Stamp = text,
            CFlags = text,
        };

        Assert.Multiple(() =>
        {
            foreach (var (name, write, schema) in Documents)
            {
                var json = write(manifest, facts);
                Assert.That(schema.Complaints(json), Is.Empty, name);
                Assert.That(json.Where(letter => letter is not '\n' and (< ' ' or > '~')), Is.Empty, "what is not plain would reach whoever reads it on a terminal");
            }

            // Half a pair is no character, and JSON has none for it.
            var arguments = JsonNode.Parse(SlsaStatement.Of(manifest, facts))!["predicate"]!["buildDefinition"]!["internalParameters"]!["configureArguments"]!;
            Assert.That(arguments[0]!.GetValue<string>(), Is.EqualTo(text.Replace('\ud800', '\ufffd')), "and yet nothing is lost");
        });
    }

    private static IEnumerable<Manifest> Changed() =>
        SampleRelease.Manifest.Artifacts.Select((artifact, index) => SampleRelease.Manifest with
        {
            Artifacts = SampleRelease.Manifest.Artifacts.SetItem(index, artifact with { Sha256 = new string('0', 64) }),
        });

    private static string Namespace(Manifest manifest, BuildFacts facts) => JsonNode.Parse(SpdxDocument.Of(manifest, facts))!["documentNamespace"]!.GetValue<string>();
}
