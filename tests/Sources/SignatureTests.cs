using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>Detached signatures, made by a real gpg and verified by a real gpgv.</summary>
internal sealed class SignatureTests : FetchFixture
{
    private static TemporaryFolder? keys;
    private static string release = "";
    private static string stranger = "";

    [OneTimeSetUp]
    public async Task MakeKeys()
    {
        if (ProcessRunner.FindOnPath("gpg") is null || ProcessRunner.FindOnPath("gpgv") is null)
        {
            Assert.Ignore("gpg makes the keys and gpgv verifies: install gnupg and gpgv");
        }

        keys = new TemporaryFolder();
        release = await MakeKeyAsync("release");
        stranger = await MakeKeyAsync("stranger");
        File.WriteAllBytes(keys.Of("archive"), Archive);
        await GpgAsync("--local-user", release, "--output", keys.Of("good.sig"), "--detach-sign", keys.Of("archive"));
        await GpgAsync("--local-user", release, "--armor", "--output", keys.Of("good.asc"), "--detach-sign", keys.Of("archive"));
        await GpgAsync("--local-user", stranger, "--output", keys.Of("stranger.sig"), "--detach-sign", keys.Of("archive"));
        await GpgAsync("--local-user", release, "--default-sig-expire", "seconds=1", "--output", keys.Of("expired.sig"), "--detach-sign", keys.Of("archive"));
        await GpgAsync("--output", keys.Of("release.gpg"), "--export", release);
        await GpgAsync("--armor", "--output", keys.Of("release.asc"), "--export", release);
        await GpgAsync("--output", keys.Of("stranger.gpg"), "--export", stranger);

        // gpg lays a revocation of every new key aside, with a colon before it against doing so by mistake.
        var revocation = keys.Of("openpgp-revocs.d", $"{stranger}.rev");
        File.WriteAllText(revocation, File.ReadAllText(revocation).Replace("\n:-----BEGIN", "\n-----BEGIN", StringComparison.Ordinal));
        await GpgAsync("--import", revocation);
        await GpgAsync("--output", keys.Of("revoked.gpg"), "--export", stranger);
    }

    [OneTimeTearDown]
    public async Task RemoveKeys()
    {
        if (keys is not null)
        {
            await ProcessRunner.CaptureAsync("Test", Command.Of("gpgconf", "--homedir", keys.Path, "--kill", "all"), CancellationToken.None);
            keys.Dispose();
        }
    }

    [TestCase("good.sig", "release.gpg")]
    [TestCase("good.asc", "release.gpg")]
    [TestCase("good.sig", "release.asc")]
    public async Task A_good_signature_is_told_with_its_key(string signature, string keyring)
    {
        Put($"sources/{FileName}", Archive);

        var fetched = await FetchAsync(Signed(keys!.Of(signature), keys.Of(keyring)));

        Assert.That(fetched.Proof.Signature, Is.EqualTo(new SignatureProof(release, release)));
        Assert.That(fetched.Proof.Statements, Has.One.Contains($"signed by {release}"));
    }

    [TestCase("stranger.sig", "release.gpg", "which is not in the keyring")]
    [TestCase("good.sig", "stranger.gpg", "which is not in the keyring")]
    [TestCase("stranger.sig", "revoked.gpg", "the revoked key")]
    [TestCase("expired.sig", "release.gpg", "expired signature")]
    [TestCase("archive", "release.gpg", "no good signature")]
    public async Task A_signature_that_proves_nothing_is_refused(string signature, string keyring, string said)
    {
        Put($"sources/{FileName}", Archive);
        if (signature == "expired.sig")
        {
            await Task.Delay(1500);
        }

        var failure = await FailureOf(Signed(keys!.Of(signature), keys.Of(keyring)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain(said).And.Contain(keys.Of(keyring)));
        Assert.That(failure.Command, Does.StartWith("gpgv "));
    }

    [Test]
    public async Task A_signature_on_other_bytes_is_refused()
    {
        Put($"sources/{FileName}", Other);

        var failure = await FailureOf(Signed(keys!.Of("good.sig"), keys.Of("release.gpg")) with { Recipe = RecipeOf(Other) });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain("on other bytes"));
    }

    [Test]
    public async Task The_recipes_signature_is_fetched_once_and_verified_on_every_way_in()
    {
        using var server = ServerOf("good.sig");
        var request = Request(SignedRecipe(server));

        var first = await FetchAsync(request);
        var second = await FetchAsync(request);

        Assert.That(server.Requests.Select(asked => asked.Target), Is.EquivalentTo((string[])[$"/{FileName}", $"/{FileName}.sig"]));
        Assert.That(first.Proof.Signature?.Fingerprint, Is.EqualTo(release));
        Assert.That(second.Proof, Is.EqualTo(first.Proof));

        // Another keyring: what the cache holds is verified against it, and not believed.
        var failure = CatchAsync(request with { Keyring = keys!.Of("stranger.gpg") });
        Assert.That((await failure).Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(Reporter.Warnings, Has.One.Contains("the signature in the cache is refused"));
    }

    [Test]
    public async Task The_recipes_signature_may_lie_in_the_sources_folder()
    {
        using var server = LoopbackServer.Of(exchange => exchange.AnswerAsync("404 Not Found", ""));
        Put($"sources/{FileName}", Archive);
        Put($"sources/{FileName}.sig", File.ReadAllBytes(keys!.Of("good.sig")));

        var fetched = await FetchAsync(Request(SignedRecipe(server)));

        Assert.That(fetched.Proof.Signature?.Fingerprint, Is.EqualTo(release));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_signature_that_is_not_to_be_had_is_told()
    {
        using var server = LoopbackServer.Of(exchange => exchange.AnswerAsync("404 Not Found", ""));
        Put($"sources/{FileName}", Archive);

        var failure = await FailureOf(Request(SignedRecipe(server)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain($"{FileName}.sig: HTTP 404"));
    }

    [Test]
    public async Task The_operators_signature_takes_the_place_of_the_recipes()
    {
        using var server = ServerOf("stranger.sig");

        var fetched = await FetchAsync(Request(SignedRecipe(server)) with { Signature = keys!.Of("good.asc") });

        Assert.That(fetched.Proof.Signature?.Fingerprint, Is.EqualTo(release));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_recipes_signature_says_nothing_of_an_archive_of_the_operators()
    {
        using var server = ServerOf("good.sig");

        var fetched = await FetchAsync(Request(SignedRecipe(server)) with { Given = Put("x.tar", Other), GivenSha256 = Sha256(Other) });

        Assert.That(fetched.Proof.Signature, Is.Null);
        Assert.That(Reporter.Lines, Has.One.Contains("the recipe's signature is not verified"));
    }

    [Test]
    public async Task A_machine_without_gpgv_is_told()
    {
        Put($"sources/{FileName}", Archive);
        using var path = new EnvironmentVariable("PATH", Folder.Path);

        Assert.That((await FailureOf(Signed(keys!.Of("good.sig"), keys.Of("release.gpg")))).Code, Is.EqualTo(ExitCode.MissingTool));
    }

    [Test]
    public async Task A_signature_without_a_keyring_is_the_recipes_fault() =>
        Assert.That((await FailureOf(Request() with { Signature = keys!.Of("good.sig") })).Code, Is.EqualTo(ExitCode.Recipe));

    [Test]
    public async Task A_keyring_without_a_signature_is_misuse() =>
        Assert.That((await FailureOf(Request() with { Keyring = keys!.Of("release.gpg") })).Code, Is.EqualTo(ExitCode.Usage));

    [Test]
    public async Task A_keyring_that_is_not_there_is_told()
    {
        Assert.That((await FailureOf(Signed(keys!.Of("good.sig"), "/nonexistent.gpg"))).Code, Is.EqualTo(ExitCode.Usage));
        Assert.That((await FailureOf(Request(RecipeOf(Archive) with { Signature = new Uri("http://x.example/s"), Keyring = "keys/none.gpg" }))).Code, Is.EqualTo(ExitCode.Recipe));
    }

    private SourceRequest Signed(string signature, string keyring) => Request() with { Signature = signature, Keyring = keyring };

    /// <summary>A recipe whose keyring is named relative to the project's folder.</summary>
    private SourceRecipe SignedRecipe(LoopbackServer server)
    {
        Put("keys/release.gpg", File.ReadAllBytes(keys!.Of("release.gpg")));
        return RecipeOf(Archive, server.Address(FileName)) with { Signature = server.Address($"{FileName}.sig"), Keyring = "keys/release.gpg" };
    }

    private static LoopbackServer ServerOf(string signature) =>
        new(exchange => exchange.FileAsync(exchange.Target.EndsWith(".sig", StringComparison.Ordinal) ? File.ReadAllBytes(keys!.Of(signature)) : Archive));

    private async Task<PipelineException> CatchAsync(SourceRequest request)
    {
        try
        {
            await FetchAsync(request);
        }
        catch (PipelineException exception)
        {
            return exception;
        }

        throw new AssertionException("the fetch was expected to fail");
    }

    private static async Task<string> MakeKeyAsync(string name)
    {
        await GpgAsync("--quick-generate-key", $"{name} <{name}@example.org>", "rsa2048", "sign", "never");
        var listed = await GpgAsync("--with-colons", "--list-keys", $"{name}@example.org");
        return listed.Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];
    }

    private static async Task<string> GpgAsync(params string[] arguments)
    {
        // The folder is its owner's alone, as gpg wants its home to be.
        var command = new Command("gpg", ["--homedir", keys!.Path, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments]);
        var outcome = await ProcessRunner.CaptureAsync("Test", command, CancellationToken.None);
        return outcome.Succeeded ? outcome.StandardOutput : throw new AssertionException($"{command}: {outcome.StandardError}");
    }
}
