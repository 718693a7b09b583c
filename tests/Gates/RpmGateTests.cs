using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Processes;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Gates;

internal sealed class RpmGateTests : GateFixture
{
    private string text = null!;

    [OneTimeSetUp]
    public void Write_a_file() => text = Folder.Write("text", "text\n");

    [Test]
    public async Task A_package_as_rpm_4_4_makes_it_passes_and_what_it_asks_for_is_told()
    {
        var verdict = await ExamineAsync(new RpmGate(), Pack(Files(("/usr/local/share/text", text))));

        MustPass(verdict);
        Assert.That(verdict.Figure, Is.EqualTo("rpmlib: CompressedFileNames, PayloadFilesHavePrefix; MD5, gzip"));
    }

    [TestCase("_binary_payload w2.xzdio", "payload", "is compressed by xz")]
    [TestCase("_binary_payload w3.zstdio", "payload", "is compressed by zstd")]
    [TestCase("_binary_payload w2.xzdio", "rpmlib(PayloadIsXz)", "no such capability")]
    [TestCase("_binary_filedigest_algorithm 8", "file digests", "are SHA-256")]
    [TestCase("_binary_filedigest_algorithm 8", "rpmlib(FileDigests)", "no such capability")]
    public async Task What_todays_rpm_packs_by_itself_is_refused(string macro, string what, string problem) =>
        MustRefuse(await ExamineAsync(new RpmGate(), Pack(Files(("/usr/local/share/text", text)), macros: [macro])), what, problem);

    [TestCase("Requires: (bash if dash)", "rpmlib(RichDependencies)")]
    [TestCase("Provides: small-old = 1.0~rc1", "rpmlib(TildeInVersions)")]
    public async Task What_only_newer_rpms_understand_is_refused(string spec, string capability) =>
        MustRefuse(await ExamineAsync(new RpmGate(), Pack(Files(("/usr/local/share/text", text)), spec)), capability, "no such capability");

    [Test]
    public async Task A_signature_by_an_RSA_key_is_refused()
    {
        if (ProcessRunner.FindOnPath("gpg") is null || ProcessRunner.FindOnPath("rpmsign") is null)
        {
            Assert.Ignore("gpg or rpmsign is not on this machine");
        }

        var package = Pack(Files(("/usr/local/share/text", text)));
        var keys = Directory.CreateDirectory(Folder.Of("keys")).FullName;
        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Shell.Run(Folder.Path, $"""
            set -e
            export GNUPGHOME={keys}
            gpg --batch --quiet --passphrase '' --quick-generate-key signer@example.org rsa2048 sign never
            rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name signer@example.org' --addsign {package} >&2
            gpgconf --kill all
            """);

        MustRefuse(await ExamineAsync(new RpmGate(), package), "signature", "is RSA/", "takes DSA/SHA1, or none");
    }

    [TestCase("\"INT16\", ", "", "header, tag 1030", "is of the type INT16")]
    [TestCase("maximum-tags = 65535", "maximum-tags = 10", "header", "tags in")]
    [TestCase("maximum-data = 16777215", "maximum-data = 100", "header", "takes 65535 in 100")]
    [TestCase("signature-maximum-data = 8192", "signature-maximum-data = 100", "signature header", "takes 32 in 100")]
    [TestCase("signature-size-tag = 1000", "signature-size-tag = 270", "signature header", "lacks the package's size (tag 270)")]
    public async Task A_header_that_the_platforms_rpm_cannot_load_is_refused(string fact, string instead, string what, string problem)
    {
        var facts = File.ReadAllText(Platform.Limits.Rpm!);
        Assert.That(facts, Does.Contain(fact));
        var other = Platform with { Limits = Platform.Limits with { Rpm = Folder.Write("other.toml", facts.Replace(fact, instead, StringComparison.Ordinal)) } };

        MustRefuse(await ExamineAsync(new RpmGate(), other, Pack(Files(("/usr/local/share/text", text)))), what, problem);
    }

    [Test]
    public async Task A_file_that_is_cut_short_or_no_package_is_one_clear_error()
    {
        var package = Pack(Files(("/usr/local/share/text", text)));
        var cut = Folder.Of("cut.rpm");
        File.WriteAllBytes(cut, File.ReadAllBytes(package)[..600]);

        foreach (var broken in new[] { cut, Folder.Write("no.rpm", "no package\n") })
        {
            var failure = await Assert.ThrowsAsync<PipelineException>(() => ExamineAsync(new RpmGate(), broken));
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Packaging));
            Assert.That(failure.Problem, Does.Contain("rpm cannot read " + broken));
        }
    }

    [Test]
    public async Task A_payload_that_is_cut_short_is_one_clear_error()
    {
        var package = Pack(Files(("/usr/local/share/text", text)));
        File.WriteAllBytes(package, File.ReadAllBytes(package)[..^20]);

        var failure = await Assert.ThrowsAsync<PipelineException>(() => ExamineAsync(new RpmGate(), package));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Packaging));
        Assert.That(failure.Problem, Does.StartWith($"{package} is damaged or cut short: ").And.Contain("NOT OK"));
    }
}
