using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dom0Iptables.Patching;
using Dom0Iptables.Provenance;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;
using Dom0Iptables.Tests.Provenance;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Of a whole run, bill of materials and provenance say what is so: held against the files that were handed over.</summary>
public sealed class ProvenanceTests
{
    [Test]
    public async Task They_have_every_artifact_of_a_run_with_the_checksum_of_its_bytes()
    {
        var project = HelloProjects.Built();
        var spdx = await File.ReadAllTextAsync(Path.Combine(project.Artifacts, SpdxDocument.FileName));
        var slsa = await File.ReadAllTextAsync(Path.Combine(project.Artifacts, SlsaStatement.FileName));
        var handedOver = Directory.EnumerateFiles(project.Artifacts)
            .Where(file => file.EndsWith(".rpm", StringComparison.Ordinal) || file.EndsWith(".bz2", StringComparison.Ordinal))
            .Select(file => (Name: Path.GetFileName(file), Sum: Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))))
            .ToList();

        Assert.Multiple(() =>
        {
            Assert.That(handedOver, Has.Count.EqualTo(4));
            Assert.That(DocumentSchema.Spdx.Complaints(spdx), Is.Empty);
            Assert.That(DocumentSchema.Slsa.Complaints(slsa), Is.Empty);
            Assert.That(
                JsonNode.Parse(slsa)!["subject"]!.AsArray().Select(subject => (subject!["name"]!.GetValue<string>(), subject["digest"]!["sha256"]!.GetValue<string>())),
                Is.EquivalentTo(handedOver));
            Assert.That(
                JsonNode.Parse(spdx)!["packages"]!.AsArray().Where(package => package!["packageFileName"] is not null).Select(package => (package!["packageFileName"]!.GetValue<string>(), package["checksums"]![0]!["checksumValue"]!.GetValue<string>())),
                Is.SupersetOf(handedOver));
            Assert.That(spdx, Does.Not.Contain(project.Folder).And.Not.Contain(Environment.MachineName));
            Assert.That(slsa, Does.Not.Contain(project.Folder).And.Not.Contain(Environment.MachineName));
        });
    }

    [Test]
    public async Task What_the_packages_say_of_themselves_is_taken_from_their_headers()
    {
        var facts = await BuildFacts.GatherAsync(InputsOf(HelloProjects.Built()), CancellationToken.None);
        var machine = Shell.Run("/", "rpm --eval '%{_target_cpu}'").Trim();

        Assert.That(facts.Packages, Is.EquivalentTo((PackageFacts[])
        [
            new($"hello-1.0-1.{machine}.rpm", "hello", "1.0-1", machine, "GPLv2+", "hello-1.0-1.src.rpm"),
            new($"hello-devel-1.0-1.{machine}.rpm", "hello-devel", "1.0-1", machine, "GPLv2+", "hello-1.0-1.src.rpm"),
            new("hello-1.0-1.src.rpm", "hello", "1.0-1", "src", "GPLv2+", "hello-1.0-1.src.rpm"),
        ]));
        Assert.That(facts.Dom0Materials, Is.Empty);
    }

    [Test]
    public async Task What_dom0_receives_beside_the_release_is_named_file_by_file()
    {
        var project = HelloProjects.Built();
        Directory.CreateDirectory(project.Of("dom0", "etc"));
        File.WriteAllText(project.Of("dom0", "etc", "b"), "");
        File.WriteAllText(project.Of("dom0", "a"), "");
        File.AppendAllText(project.Recipe, "[dom0]\nspec = \"specs/hello-1.0.spec\"\nfiles = \"dom0\"\n");

        var facts = await BuildFacts.GatherAsync(InputsOf(project), CancellationToken.None);

        const string sha1OfNothing = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        const string sha256OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        Assert.That(facts.Dom0Materials.Select(file => file.Name), Is.EqualTo((string[])["hello-1.0.spec", "dom0/a", "dom0/etc/b"]));
        Assert.That(facts.Dom0Materials[1], Is.EqualTo(new MaterialFile("dom0/a", sha256OfNothing, sha1OfNothing)));
    }

    private static ReleaseInputs InputsOf(HelloProject project)
    {
        var catalogue = new Catalogue(project.Folder);
        var recipe = catalogue.Recipe("hello-1.0");
        var workspace = new Workspace(project.Workspace);
        var epoch = SourceDateEpoch.Of(null, recipe.Released);
        return new ReleaseInputs(
            RequestedRecipe: recipe.Id,
            Recipe: recipe,
            Platform: catalogue.Platform("native"),
            Source: JsonSerializer.Deserialize<ChosenSource>(File.ReadAllText(workspace.FetchRecord))!.Source,
            Patches: PatchSeries.Read(recipe.PatchesFolder),
            CFlags: null,
            CxxFlags: null,
            Jobs: 1,
            Stamp: "100521",
            Epoch: epoch,
            RequestedEpoch: null,
            Workspace: workspace,
            Artifacts: project.Artifacts,
            LinkLibraryCache: project.Of("c-libraries"),
            IsConfined: true,
            Launcher: null,
            CompilerCaches: project.Of("compilers"),
            DebianPackages: project.Of("debian"));
    }
}
