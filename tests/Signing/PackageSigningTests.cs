using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Signing;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Signing;

/// <summary>Packages signed by real gpg and rpmsign, as the platform's rpm takes them.</summary>
internal sealed class PackageSigningTests : SigningFixture
{
    // lib/package.c of rpm 4.4.2.3 takes header signatures first and packets of version 3 and 4; verifyDSASignature in
    // lib/signature.c takes DSA with SHA-1 alone.
    [Test]
    public async Task With_an_old_key_packages_of_an_old_rpm_bear_DSA_SHA1_over_header_and_payload_as_rpm_4_4_2_3_reads_them()
    {
        var signed = await SignAsync("el5-i686", "old", "modern");

        foreach (var package in new[] { First, Second })
        {
            var check = CheckedByRpm(InArtifacts("RPM-GPG-KEY.asc"), package);
            Assert.Multiple(() =>
            {
                Assert.That(SignaturesIn(package), Is.EqualTo("DSA/SHA1 DSA/SHA1 (none) (none)"));
                Assert.That(check.ExitCode, Is.Zero, check.StandardOutput);
                Assert.That(Regex.Count(check.StandardOutput, @"(?m)^ *(Header )?V[34] DSA/SHA1 Signature, key ID [0-9a-f]{8}: OK$"), Is.EqualTo(2), check.StandardOutput);
                Assert.That(IsSigned(package), Is.True);
                Assert.That(signed.UnsignedSha256[package], Is.EqualTo(UnsignedPart.Sha256(Unsigned(package))).And.EqualTo(UnsignedPart.Sha256(InArtifacts(package))));
            });
        }

        MustPass(await ExamineAsync(new RpmGate(), PlatformOf("el5-i686"), InArtifacts(First), InArtifacts(Second)));
        Assert.That(signed.Packages!.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("old")));
        Assert.That(signed.Added, Is.EqualTo((string[])["RPM-GPG-KEY.asc", $"{Second}.asc", "signing-key.asc", $"{First}.asc"]));
        Assert.That(Directory.EnumerateFiles(Artifacts).Select(Path.GetFileName), Is.EquivalentTo((string[])[First, Second, .. signed.Added]));
        Assert.That(Directory.Exists(Scratch), Is.False);
    }

    // The trailer that version 4 signatures hash is under "#ifdef NOTYET" in verifyRSASignature of rpm 4.4.2.3's
    // lib/signature.c: each one is BAD by its first 16 bits, before a key is looked for.
    [TestCase("modern")]
    [TestCase("rsa")]
    [TestCase("ec")]
    public async Task A_modern_key_alone_leaves_packages_of_an_old_rpm_as_they_are_since_rpm_4_4_2_3_finds_every_V4_RSA_signature_bad(string key)
    {
        var signed = await SignAsync("el5-i686", key);

        Assert.Multiple(() =>
        {
            Assert.That(signed.Packages, Is.Null);
            Assert.That(File.ReadAllBytes(InArtifacts(First)), Is.EqualTo(File.ReadAllBytes(Unsigned(First))));
            Assert.That(IsSigned(First) && IsSigned(Second), Is.True);
            Assert.That(File.Exists(InArtifacts("RPM-GPG-KEY.asc")), Is.False);
            Assert.That(Reporter.Lines, Has.One.Contains("not signed: rpm-4.4.2.3 takes no signatures of "));
        });
    }

    [TestCase("modern", "EdDSA/SHA512 (none) (none) (none)")]
    [TestCase("rsa", "(none) (none) RSA/SHA512 (none)")]
    public async Task Where_the_rpm_is_of_today_a_modern_key_signs_the_packages_themselves(string key, string signatures)
    {
        await SignAsync("native", key);

        Assert.That(SignaturesIn(First), Is.EqualTo(signatures));
        Assert.That(CheckedByRpm(InArtifacts("RPM-GPG-KEY.asc"), First).StandardOutput, Does.Match(@"Header V4 \w+/SHA512 Signature, key ID [0-9a-f]{8}: OK"));
        Assert.That(IsSigned(First), Is.True);
        Assert.That(UnsignedPart.Sha256(InArtifacts(First)), Is.EqualTo(UnsignedPart.Sha256(Unsigned(First))));
    }

    [Test]
    public async Task An_ECDSA_key_signs_beside_the_packages_with_a_warning()
    {
        await SignAsync("native", "ec");

        Assert.That(SignaturesIn(First), Is.EqualTo("(none) (none) (none) (none)"));
        Assert.That(IsSigned(First), Is.True);
        Assert.That(Reporter.Warnings, Has.One.Contains("rpm takes no signatures of ECDSA/SHA512"));
    }

    [Test]
    public async Task An_old_key_that_is_not_needed_is_told_and_not_used()
    {
        await SignAsync("native", "old", "modern");

        Assert.That(SignaturesIn(First), Does.StartWith("EdDSA/SHA512"));
        Assert.That(Reporter.Warnings, Has.One.Contains("was not used: native has no old rpm"));
    }

    // rpm 4.4.2.3 reads the numbers of a DSA or RSA subkey over those of the primary key (pgpPrtPubkeyParams in
    // rpmio/rpmpgp.c), and wants the armour's checksum (pgpReadPkts).
    [Test]
    public async Task The_key_for_an_old_rpm_is_handed_over_without_its_subkeys_and_with_the_checksum_that_rpm_4_4_2_3_wants()
    {
        var keys = await SigningKeys.ReadAsync([Keyring.FingerprintOf("mixed") + "!", Keyring.FingerprintOf("mixed sign") + "!"], PlatformOf("el5-i686"), Keyring.Gpg, CancellationToken.None);
        await new ArtifactSigner(keys, PlatformOf("el5-i686"), Keyring.Gpg, Scratch, Log, Reporter).SignPackagesAsync(Artifacts, CancellationToken.None);

        var forRpm = InArtifacts("RPM-GPG-KEY.asc");
        Assert.That(Packets(forRpm), Is.EqualTo((string[])["public key", "user ID", "signature"]));
        Assert.That(Packets(InArtifacts("signing-key.asc")), Has.Some.EqualTo("public sub key"));
        Assert.That(File.ReadLines(forRpm), Has.One.Matches(@"\A=[A-Za-z0-9+/]{4}\z"));
        Assert.That(CheckedByRpm(forRpm, First).ExitCode, Is.Zero);
        Assert.That(IsSigned(First), Is.True);
    }

    [Test]
    public async Task The_macros_of_the_operators_home_do_not_decide_who_signs_or_how()
    {
        var home = Directory.CreateDirectory(Folder.Of("operator")).FullName;
        File.WriteAllText(Path.Combine(home, ".rpmmacros"), "%_gpg_name somebody else\n%_gpg_path /nowhere\n%__gpg /nowhere/gpg\n%_gpg_digest_algo md5\n%__gpg_sign_cmd /bin/false false\n");

        await (await SignerAsync(Keyring.With(("HOME", home)), "el5-i686", "old", "modern")).SignPackagesAsync(Artifacts, CancellationToken.None);

        Assert.That(SignaturesIn(First), Is.EqualTo("DSA/SHA1 DSA/SHA1 (none) (none)"));
    }

    [Test]
    public async Task Signing_again_with_another_key_takes_the_place_of_the_first()
    {
        await SignAsync("native", "modern");
        await SignAsync("native", "rsa");

        Assert.That(SignaturesIn(First), Is.EqualTo("(none) (none) RSA/SHA512 (none)"));
        Assert.That(IsSigned(First), Is.True);
        Assert.That(UnsignedPart.Sha256(InArtifacts(First)), Is.EqualTo(UnsignedPart.Sha256(Unsigned(First))));
    }

    [Test]
    public async Task The_digest_without_the_signature_header_sees_each_other_byte()
    {
        await SignAsync("el5-i686", "old", "modern");
        var package = InArtifacts(First);
        var digest = UnsignedPart.Sha256(package);
        var header = HeaderOf(package);
        foreach (var position in new[] { 40, header + 20, new FileInfo(package).Length - 1 })
        {
            Damage(package, position);
            Assert.That(UnsignedPart.Sha256(package), Is.Not.EqualTo(digest), $"byte {position}");
            Damage(package, position);
        }

        Assert.That(UnsignedPart.Sha256(package), Is.EqualTo(digest));
        Damage(package, header - 30);
        Assert.That(UnsignedPart.Sha256(package), Is.EqualTo(digest), "the signature header itself");
    }

    [Test]
    public async Task A_damaged_package_is_not_signed()
    {
        Damage(InArtifacts(First), new FileInfo(InArtifacts(First)).Length - 20);

        var failure = await FailsAsync(() => SignAsync("el5-i686", "old", "modern"), First, "could not be signed", "corrupt", Log);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Signing));
    }

    [Test]
    public async Task A_package_that_the_platforms_rpm_would_refuse_is_not_handed_over()
    {
        Shell.Run(Artifacts, $"GNUPGHOME={Keyring.Home} rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name rsa@example.org' --addsign {First} >&2");

        await FailsAsync(() => SignAsync("el5-i686", "modern"), "rpm-4.4.2.3 would refuse", $"{First} signature", "is RSA/SHA");
    }

    [Test]
    public async Task A_folder_without_packages_is_refused()
    {
        File.Delete(InArtifacts(First));
        File.Delete(InArtifacts(Second));

        await FailsAsync(() => SignAsync("el5-i686", "modern"), "no package");
    }

    [Test]
    public async Task The_log_has_the_commands_and_no_variable_of_the_operators_but_what_pinentry_needs()
    {
        await SignAsync("el5-i686", "old", "modern");

        var commands = File.ReadLines(Log).Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
        Assert.That(commands, Has.Count.EqualTo(4));
        Assert.That(commands, Has.All.Contains("env GNUPGHOME="));
        Assert.That(commands, Has.None.Contains("PATH=").And.None.Contains("passphrase"));
        Assert.That(RpmHeaderIndex.Read("Test", InArtifacts(First)).Signature.DataSize, Is.LessThanOrEqualTo(8192), "rpmReadSignature in rpm 4.4.2.3's lib/signature.c");
    }

    private static List<string> Packets(string armored) =>
        [.. Regex.Matches(Tool.Run(null, "gpg", "--homedir", Keyring.Home, "--list-packets", armored), "(?m)^:(?<name>[A-Za-z ]+) packet:").Select(match => match.Groups["name"].Value)];
}
