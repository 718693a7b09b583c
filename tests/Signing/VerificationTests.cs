using Dom0Iptables.Failures;
using Dom0Iptables.Signing;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Signing;

/// <summary>What is not signed as it should be is found out, with nothing of the operator's but his public key.</summary>
internal sealed class VerificationTests : SigningFixture
{
    [Test]
    public async Task What_was_signed_verifies()
    {
        await SignAsync("el5-i686", "old", "modern");

        await VerifyAsync("old", "RPM-GPG-KEY.asc");
        var verdict = await VerifyDetachedAsync(First + ".asc");
        Assert.That(verdict.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("modern")));
        Assert.That(verdict.Digest, Is.EqualTo(10), "SHA-512");
    }

    [TestCase(true, "Header")]
    [TestCase(false, "Payload")]
    public async Task A_changed_byte_is_found(bool inSummary, string what)
    {
        await SignAsync("el5-i686", "old", "modern");
        var package = InArtifacts(First);
        Damage(package, inSummary ? File.ReadAllBytes(package).AsSpan().IndexOf("\0Small\0"u8) + 2 : new FileInfo(package).Length - 20);

        await RefusedAsync(() => VerifyAsync("old", "RPM-GPG-KEY.asc"), First, what, "BAD");
        await RefusedAsync(() => VerifyDetachedAsync(First + ".asc"), "refused by gpgv", "BADSIG");
    }

    [Test]
    public async Task A_changed_byte_of_the_signature_itself_is_found()
    {
        await SignAsync("el5-i686", "old", "modern");
        var packet = Convert.FromBase64String(Tool.Run(null, "rpm", "-qp", "--nosignature", "--qf", "%{SIGGPG:base64}", InArtifacts(First)));
        Damage(InArtifacts(First), File.ReadAllBytes(InArtifacts(First)).AsSpan().IndexOf(packet) + packet.Length - 5);

        await RefusedAsync(() => VerifyAsync("old", "RPM-GPG-KEY.asc"), First, "BAD");
    }

    [Test]
    public async Task An_unsigned_package_of_which_rpm_says_that_all_is_well_is_found()
    {
        await SignAsync("el5-i686", "old", "modern");
        File.Copy(Unsigned(First), InArtifacts(First), overwrite: true);

        Assert.That(CheckedByRpm(InArtifacts("RPM-GPG-KEY.asc"), First).ExitCode, Is.Zero);
        await RefusedAsync(() => VerifyAsync("old", "RPM-GPG-KEY.asc"), First, "no good signature of the header");
    }

    [Test]
    public async Task A_signature_of_the_header_alone_is_not_enough_for_an_old_rpm()
    {
        await SignAsync("el5-i686", "old", "modern");
        File.Copy(Unsigned(First), InArtifacts(First), overwrite: true);
        Acceptance.Shell.Run(Artifacts, $"GNUPGHOME={Keyring.Home} rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name old@example.org' --define '_gpg_digest_algo sha1' --addsign {First} >&2");
        Assert.That(SignaturesIn(First), Is.EqualTo("DSA/SHA1 (none) (none) (none)"));

        await RefusedAsync(() => VerifyAsync("old", "RPM-GPG-KEY.asc"), First, "is not signed by");
    }

    [Test]
    public async Task A_package_signed_by_another_key_is_found()
    {
        await SignAsync("native", "rsa");

        Keyring.Run("--yes", "--armor", "--output", InArtifacts("RPM-GPG-KEY.asc"), "--export", Keyring.FingerprintOf("modern"));
        await RefusedAsync(() => VerifyAsync("modern", "RPM-GPG-KEY.asc"), First, "NOKEY");
    }

    [Test]
    public async Task A_detached_signature_by_another_key_is_found()
    {
        await SignAsync("el5-i686", "modern");
        Keyring.Run("--yes", "--armor", "--local-user", "rsa@example.org", "--output", InArtifacts(First + ".asc"), "--detach-sign", InArtifacts(First));

        await RefusedAsync(() => VerifyDetachedAsync(First + ".asc"), "refused by gpgv", Keyring.FingerprintOf("rsa")[^16..]);
    }

    [Test]
    public async Task A_weak_digest_in_a_detached_signature_is_found()
    {
        await SignAsync("el5-i686", "rsa");
        Keyring.Run("--yes", "--armor", "--digest-algo", "SHA1", "--local-user", "rsa@example.org", "--output", InArtifacts(First + ".asc"), "--detach-sign", InArtifacts(First));

        await RefusedAsync(() => VerifyDetachedAsync(First + ".asc", "rsa"), "with digest 2", "expected one of", "SHA512");
    }

    [Test]
    public async Task A_second_signature_that_gpg_conf_adds_is_found()
    {
        File.WriteAllText(Path.Combine(Keyring.Home, "gpg.conf"), $"local-user {Keyring.FingerprintOf("rsa")}\n");
        try
        {
            var failure = await FailsAsync(() => SignAsync("el5-i686", "modern"), "refused by gpgv");
            Assert.That(failure.NextStep, Does.Contain("gpg.conf"));
        }
        finally
        {
            File.Delete(Path.Combine(Keyring.Home, "gpg.conf"));
        }
    }

    private async Task VerifyAsync(string key, string publicKey)
    {
        await InScratchAsync(async verification =>
        {
            await verification.PackagesAsync([InArtifacts(First)], await PublicKeyAsync(key, publicKey), CancellationToken.None);
            return true;
        });
    }

    private Task<GpgvVerdict> VerifyDetachedAsync(string signature, string key = "modern") =>
        InScratchAsync(async verification => await verification.DetachedAsync(InArtifacts(First), InArtifacts(signature), await PublicKeyAsync(key, "signing-key.asc"), CancellationToken.None));

    private async Task<PublicKey> PublicKeyAsync(string name, string file)
    {
        var keys = await SigningKeys.ReadAsync(name == "old" ? ["old@example.org", "modern@example.org"] : [$"{name}@example.org"], PlatformOf("el5-i686"), Keyring.Gpg, CancellationToken.None);
        return new PublicKey(name == "old" ? keys.Old! : keys.Modern, InArtifacts(file), KeyringOf(InArtifacts(file)));
    }

    private async Task<T> InScratchAsync<T>(Func<SignatureVerification, Task<T>> verify)
    {
        var scratch = Directory.CreateDirectory(Folder.Of("verification")).FullName;
        try
        {
            return await verify(new SignatureVerification(scratch));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task RefusedAsync(Func<Task> verify, params string[] phrases)
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => verify()))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Signing));
            Assert.That(phrases.Where(phrase => !failure.Message.Contains(phrase, StringComparison.Ordinal)), Is.Empty, failure.Message);
        });
    }
}
