using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Reproducing;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Somebody's artifacts are what their source gives, or it is said which are not.</summary>
public sealed class SomebodysArtifactsTests
{
    private const string Package = "hello-1.0-1.x86_64.rpm";

    private HelloProject project = null!;
    private string given = null!;

    [SetUp]
    public void Take()
    {
        project = HelloProjects.Built();
        given = HelloProjects.Scratch();
        Shell.Run(given, $"cp -p {project.Artifacts}/* . 2>/dev/null; chmod -R a+rX .");
    }

    [Test]
    public void Artifacts_as_they_were_built_are_what_their_source_gives()
    {
        var run = Verify(ExitCode.Success);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcomes().Values, Is.All.EqualTo(ArtifactOutcome.Same));
            Assert.That(Outcomes(), Has.Count.EqualTo(8));
            Assert.That(run.Output, Does.Contain("Verify: building hello 1.0 for native from the source package\n").And.Contain("Verify: 8 artifacts are what their source gives\n"));
            Assert.That(Report().NotCompared, Is.EqualTo(new[] { "error.log", "rehearsal.json", "report.html", "run.json" }));
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes), "the project's own artifacts");
        }
    }

    [TestCase("manifest.json provenance.intoto.json sbom.spdx.json SHA256SUMS", "the source package")]
    [TestCase("hello-1.0-1.src.rpm", "what the manifest names")]
    public void The_source_package_or_the_manifest_alone_suffices(string removed, string from)
    {
        Shell.Run(given, $"rm {removed}");

        var run = Verify(ExitCode.Success);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output, Does.Contain($"Verify: building hello 1.0 for native from {from}\n"));
            Assert.That(Outcomes()[Package], Is.EqualTo(ArtifactOutcome.Same));
            Assert.That(Outcomes().Where(pair => pair.Value == ArtifactOutcome.Missing).Select(pair => pair.Key), Is.EquivalentTo(removed.Split(' ')));
        }
    }

    [Test]
    public void A_package_of_another_source_is_found_down_to_the_file()
    {
        var other = OtherBuild();
        File.Copy(Path.Combine(other.Artifacts, Package), Path.Combine(given, Package), overwrite: true);

        Verify(ExitCode.Reproduction).MustFail(ExitCode.Reproduction, $"artifacts are not what their source gives here: {Package}", "do not install them");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcomes().Where(pair => pair.Value == ArtifactOutcome.Differs).Select(pair => pair.Key), Is.EqualTo(new[] { Package, "SHA256SUMS" }));
            Assert.That(Report().Artifacts.Single(artifact => artifact.File == Package).Differences, Has.Some.StartsWith("usr/local/bin/hello: byte "));
        }
    }

    [Test]
    public void A_source_package_with_a_patch_of_its_own_is_built_with_it_and_it_is_said()
    {
        var other = OtherBuild();
        Shell.Run(given, $"rm * && cp -p {other.Artifacts}/* . 2>/dev/null; true");
        project = HelloProjects.Built();

        var run = Verify(ExitCode.Success);

        Assert.That(run.Output, Does.Contain("from the source package, which has of its own: its spec, 0002-change.patch\n"));
    }

    [Test]
    public void Flags_stamp_and_time_are_those_of_the_artifacts()
    {
        project.Succeed(new Manner { Variables = ImmutableDictionary<string, string>.Empty.Add("SOURCE_DATE_EPOCH", "1300000000") }, "--cflags=-O1", "--cxxflags=", "--stamp=110101");
        Shell.Run(given, $"rm * && cp -p {project.Artifacts}/* . 2>/dev/null; true");

        Verify(ExitCode.Success);

        Assert.That(Outcomes(), Contains.Key("hello-1.0-110101.tar.bz2").WithValue(ArtifactOutcome.Same));
    }

    [Test]
    public void Signatures_are_told_apart_from_bytes()
    {
        if (new[] { "gpg", "gpgv", "gpgconf", "rpmsign" }.FirstOrDefault(tool => Dom0Iptables.Processes.ProcessRunner.FindOnPath(tool) is null) is { } missing)
        {
            Assert.Ignore($"signing needs {missing}");
        }

        var keys = HelloProjects.Scratch();
        Shell.Run(keys, $"chmod 700 . && gpg --homedir {keys} --batch --quiet --passphrase '' --quick-generate-key modern@example.org ed25519 sign never 2>&1");
        project.Succeed(new Manner { Variables = ImmutableDictionary<string, string>.Empty.Add("GNUPGHOME", keys) }, "--sign=modern@example.org");
        Shell.Run(keys, $"gpgconf --homedir {keys} --kill all");
        Shell.Run(given, $"rm * && cp -p {project.Artifacts}/* . 2>/dev/null; true");

        var run = Verify(ExitCode.Success);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcomes().Where(pair => pair.Value == ArtifactOutcome.SameButSigned).Select(pair => pair.Key), Is.EquivalentTo(new[] { "hello-1.0-1.src.rpm", Package, "hello-devel-1.0-1.x86_64.rpm" }));
            Assert.That(Outcomes().Where(pair => !pair.Key.EndsWith(".rpm", StringComparison.Ordinal)).Select(pair => pair.Value), Is.All.EqualTo(ArtifactOutcome.Same), "the statements name the signed packages");
            Assert.That(run.Output, Does.Contain("who signed them is for gpgv to say"));
        }
    }

    [TestCase("sed -i s/gcc/GCC/ manifest.json", "manifest.json")]
    [TestCase("sed -i 's/Tool: dom0-iptables/Tool: another/' sbom.spdx.json", "sbom.spdx.json")]
    [TestCase("sed -i '1s/^./x/' SHA256SUMS", "SHA256SUMS")]
    [TestCase("cp hello-devel-1.0-1.x86_64.rpm extra-1.0-1.x86_64.rpm", "extra-1.0-1.x86_64.rpm")]
    [TestCase("truncate -s 4000 hello-1.0-1.x86_64.rpm", "hello-1.0-1.x86_64.rpm")]
    [TestCase("echo junk > hello-1.0-100521.tar.bz2", "hello-1.0-100521.tar.bz2")]
    public void What_was_changed_since_is_named(string change, string file)
    {
        Shell.Run(given, change);

        Verify(ExitCode.Reproduction).MustFail(ExitCode.Reproduction, "not what their source gives here: ", file);
    }

    [TestCase("rm *.rpm manifest.json", ExitCode.Usage, "holds neither a manifest.json nor a source package")]
    [TestCase("rm *.rpm", ExitCode.Reproduction, "there is no package in ")]
    [TestCase("echo '{}' > manifest.json", ExitCode.Reproduction, "is no manifest of this pipeline")]
    [TestCase("sed -i 's/\"artifacts\": \\[/&null,/' manifest.json", ExitCode.Reproduction, "is no manifest of this pipeline")]
    [TestCase("echo garbage > manifest.json", ExitCode.Reproduction, "is no manifest of this pipeline")]
    [TestCase("sed -i 's/\"recipe\": \"hello-1.0\"/\"recipe\": \"..\\/..\\/etc\"/' manifest.json", ExitCode.Reproduction, "there is no recipe")]
    [TestCase("sed -i 's/\"platform\": \"native\"/\"platform\": \"vax\"/' manifest.json", ExitCode.Reproduction, "there is no platform 'vax'")]
    [TestCase("sed -i 's/CFLAGS=-O2/CFLAGS=-O2 $(touch x)/' manifest.json", ExitCode.Reproduction, "holds a character that a shell or rpm would read")]
    [TestCase("truncate -s 3000 hello-1.0-1.src.rpm", ExitCode.Packaging, "hello-1.0-1.src.rpm")]
    public void What_cannot_be_built_from_is_one_clear_error(string change, ExitCode code, string phrase)
    {
        Shell.Run(given, change);

        Verify(code).MustFail(code, "Error: Verify: ", phrase);
    }

    [TestCase("--target=Verify", "--target=Verify and --against=DIR")]
    [TestCase("--against=/tmp", "--target=Verify and --against=DIR")]
    [TestCase("--target=Verify --against=/nowhere/at/all", "there is no folder /nowhere/at/all")]
    public void Half_a_question_is_an_error_of_usage(string arguments, string phrase) =>
        project.Run(arguments.Split(' ')).MustFail(ExitCode.Usage, phrase);

    private HelloProject OtherBuild()
    {
        project.AddPatch("hello.c", "puts(greeting());", "puts(greeting()); puts(\"and more\");");
        project.Succeed();
        return project;
    }

    private PipelineRun Verify(ExitCode code) => project.Run("--target=Verify", "--against=" + given).MustEndWith(code);

    private VerificationReport Report() => Json.Read<VerificationReport>(project.Of("workspace", "verified", VerificationReport.FileName));

    private Dictionary<string, ArtifactOutcome> Outcomes() => Report().Artifacts.ToDictionary(artifact => artifact.File, artifact => artifact.Outcome, StringComparer.Ordinal);
}
