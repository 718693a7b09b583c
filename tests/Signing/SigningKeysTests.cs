using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Signing;

namespace Dom0Iptables.Tests.Signing;

/// <summary>Keys are looked at before anything is built, and those that do not fit are refused with what would.</summary>
internal sealed class SigningKeysTests
{
    private static readonly Catalogue Catalogue = new(Repository.Top);

    [TestCase("modern@example.org", "modern")]
    [TestCase("modern key", "modern")]
    [TestCase("=rsa key <rsa@example.org>", "rsa")]
    [TestCase("ec@example.org", "ec")]
    public async Task A_modern_key_is_found_by_any_name_that_gpg_takes(string name, string key)
    {
        var keys = await ReadAsync("el5-i686", name);

        Assert.Multiple(() =>
        {
            Assert.That(keys.Modern.Fingerprint, Is.EqualTo(Keyring.FingerprintOf(key)));
            Assert.That(keys.Modern.UserId, Is.EqualTo($"{key} key <{key}@example.org>"));
            Assert.That(keys.ForPackages, Is.Null, "rpm 4.4.2.3 takes no modern signature");
        });
    }

    [Test]
    public async Task An_old_key_beside_a_modern_one_signs_the_packages_of_an_old_rpm_in_whichever_order_they_are_named()
    {
        foreach (var names in (ImmutableArray<string>[])[["old@example.org", "modern@example.org"], ["modern@example.org", "old@example.org", "old@example.org"]])
        {
            var keys = await ReadAsync("el5-i686", names);

            Assert.That(keys.Modern.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("modern")));
            Assert.That(keys.ForPackages, Is.EqualTo(keys.Old));
            Assert.That(keys.Old!.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("old")));
            Assert.That(keys.Old.RpmKind, Is.EqualTo("DSA/SHA1"));
        }
    }

    [Test]
    public async Task Where_the_rpm_is_of_today_the_modern_key_signs_the_packages_even_beside_an_old_one()
    {
        var keys = await ReadAsync("native", "old@example.org", "rsa@example.org");

        Assert.That(keys.ForPackages, Is.EqualTo(keys.Modern));
        Assert.That(keys.Modern.RpmKind, Is.EqualTo("RSA/SHA512"));
    }

    [Test]
    public async Task No_rpm_takes_ECDSA_so_that_such_a_key_signs_no_package() =>
        Assert.That((await ReadAsync("native", "ec@example.org")).ForPackages, Is.Null);

    [TestCase("el5-i686")]
    [TestCase("native")]
    public async Task An_old_key_alone_is_refused(string platform) => await RefusesAsync(platform, ["old@example.org"], "1024 bits and SHA-1", "second --sign=KEY");

    [Test]
    public async Task Two_keys_of_a_kind_are_refused() =>
        await RefusesAsync("el5-i686", ["modern@example.org", "rsa@example.org"], "2 modern keys", Keyring.FingerprintOf("modern"), Keyring.FingerprintOf("rsa"));

    [Test]
    public async Task No_key_at_all_is_refused() => await RefusesAsync("el5-i686", [], "no key is named");

    [TestCase("")]
    [TestCase("  ")]
    public async Task A_name_without_letters_is_refused(string name) => await RefusesAsync("el5-i686", [name], "names no key");

    [TestCase("modrn@example.org", "modern")]
    [TestCase("rsq key <rsa@example.org>", "rsa")]
    public async Task A_misspelt_name_is_answered_with_the_nearest_key(string name, string meant) =>
        await RefusesAsync("el5-i686", [name], $"gpg has no key '{name}'; did you mean {Keyring.FingerprintOf(meant)} {meant} key <{meant}@example.org>?");

    [Test]
    public async Task A_misspelt_fingerprint_is_answered_with_the_nearest_key()
    {
        var right = Keyring.FingerprintOf("modern");
        await RefusesAsync("el5-i686", [right[..^1] + (right[^1] == '0' ? '1' : '0')], $"did you mean {right}");
    }

    [Test]
    public async Task A_name_like_no_other_is_answered_with_all_keys_that_can_sign()
    {
        var failure = await RefusesAsync("el5-i686", ["somebody else entirely"], "it can sign with: ", Keyring.FingerprintOf("old"), Keyring.FingerprintOf("mixed"));
        Assert.That(failure.Problem, Does.Not.Contain(Keyring.FingerprintOf("expired")).And.Not.Contain(Keyring.FingerprintOf("certifier")));
    }

    [Test]
    public async Task A_name_of_several_keys_is_refused_with_their_fingerprints() =>
        await RefusesAsync("el5-i686", ["twin@example.org"], "names 2 keys", Keyring.FingerprintOf("twin"), Keyring.FingerprintOf("first twin"));

    [Test]
    public async Task A_fingerprint_tells_several_keys_apart() =>
        Assert.That((await ReadAsync("el5-i686", Keyring.FingerprintOf("first twin"))).Modern.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("first twin")));

    [TestCase("expired", "expired on 2020-01-02", "--quick-set-expire")]
    [TestCase("revoked", "is revoked", "fit for signing")]
    [TestCase("certifier", "is not for signing", "fit for signing")]
    [TestCase("public", "public part alone", "gpg --list-secret-keys")]
    public async Task A_key_that_cannot_sign_is_refused_with_the_reason(string key, string reason, string nextStep)
    {
        var failure = await RefusesAsync("el5-i686", [$"{key}@example.org"], Keyring.FingerprintOf(key), reason);
        Assert.That(failure.NextStep, Does.Contain(nextStep));
    }

    [Test]
    public async Task A_disabled_key_is_refused()
    {
        Keyring.Run("--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key", "lame key <lame@example.org>", "ed25519", "sign", "never");
        Acceptance.Shell.Run("/", $"printf 'disable\\nsave\\n' | gpg --homedir {Keyring.Home} --batch --quiet --no-tty --command-fd 0 --edit-key lame@example.org");

        await RefusesAsync("el5-i686", ["lame@example.org"], "is disabled");
    }

    [Test]
    public async Task A_key_of_neither_kind_is_refused() => await RefusesAsync("el5-i686", ["weak@example.org"], "RSA of 1024 bits");

    [Test]
    public async Task The_newest_subkey_that_can_sign_is_taken_as_gpg_itself_does_and_a_mark_names_another()
    {
        var own = await ReadAsync("el5-i686", "mixed@example.org");
        var both = await ReadAsync("el5-i686", Keyring.FingerprintOf("mixed") + "!", Keyring.FingerprintOf("mixed sign") + "!");

        Assert.Multiple(() =>
        {
            Assert.That(own.Modern.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("mixed sign")));
            Assert.That(own.Modern.PrimaryFingerprint, Is.EqualTo(Keyring.FingerprintOf("mixed")));
            Assert.That(both.Modern, Is.EqualTo(own.Modern));
            Assert.That(both.Old!.Fingerprint, Is.EqualTo(Keyring.FingerprintOf("mixed")));
        });
    }

    [Test]
    public async Task A_mark_on_what_cannot_sign_is_refused() => await RefusesAsync("el5-i686", [Keyring.FingerprintOf("mixed encr") + "!"], "is not for signing");

    [Test]
    public async Task An_old_subkey_is_refused_because_rpm_4_4_2_3_looks_for_primary_keys_alone() =>
        await RefusesAsync("el5-i686", ["under@example.org", "modern@example.org"], "is a subkey", "rpm-4.4.2.3 looks for primary keys alone");

    [Test]
    public async Task A_home_without_keys_says_that_there_are_none()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var failure = await Assert.ThrowsAsync<PipelineException>(() => SigningKeys.ReadAsync(["me"], Catalogue.Platform("native"), Keyring.With(("GNUPGHOME", folder.Path)), CancellationToken.None));

        Assert.That(failure!.Problem, Does.Contain("it has no key that can sign"));
    }

    [Test]
    public async Task A_machine_without_gpg_is_told_the_package()
    {
        using var folder = new TemporaryFolder();

        var failure = await Assert.ThrowsAsync<PipelineException>(() => SigningKeys.ReadAsync(["me"], Catalogue.Platform("native"), Keyring.With(("PATH", folder.Path)), CancellationToken.None));

        Assert.That(failure!.Code, Is.EqualTo(ExitCode.MissingTool));
        Assert.That(failure.NextStep, Does.Contain("apt-get install gnupg"));
    }

    private static Task<SigningKeys> ReadAsync(string platform, params ImmutableArray<string> names) =>
        SigningKeys.ReadAsync(names, Catalogue.Platform(platform), Keyring.Gpg, CancellationToken.None);

    private static async Task<PipelineException> RefusesAsync(string platform, ImmutableArray<string> names, params string[] phrases)
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => ReadAsync(platform, names)))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Signing));
            Assert.That(failure.Step, Is.EqualTo("Sign"));
            Assert.That(phrases.Where(phrase => !failure.Message.Contains(phrase, StringComparison.Ordinal)), Is.Empty, failure.Message);
        });
        return failure;
    }
}
