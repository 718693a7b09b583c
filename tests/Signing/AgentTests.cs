using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Signing;
using Dom0Iptables.Tests.Sources;

namespace Dom0Iptables.Tests.Signing;

/// <summary>The keys stay in gpg-agent, which asks the operator himself; where it does not get an answer, nothing is signed.</summary>
internal sealed class AgentTests : SigningFixture
{
    private static readonly string[] Programs = ["gpg", "gpgv", "rpm", "rpmsign"];

    [TearDown]
    public void Use_the_tests_own_pinentry_again() => Keyring.UseOwnPinentry();

    [Test]
    public async Task A_locked_key_is_unlocked_by_pinentry_on_the_operators_terminal()
    {
        Keyring.PinentryAnswers("D open sesame\nOK\n");

        await (await SignerAsync(Keyring.With(("GPG_TTY", "/dev/pts/4711")), "native", "locked")).SignPackagesAsync(Artifacts, CancellationToken.None);

        Assert.That(SignaturesIn(First), Does.StartWith("EdDSA/SHA512"));
        Assert.That(IsSigned(First), Is.True);
        Assert.That(Keyring.PinentryWasTold(), Does.Contain("OPTION ttyname=/dev/pts/4711"));
        Assert.That(await File.ReadAllTextAsync(Log), Does.Not.Contain("open sesame"));
    }

    [TestCase("ERR 83886179 Operation cancelled <Pinentry>\n", "cancelled", "answer")]
    [TestCase("D wrong\nOK\n", "the passphrase is wrong", "right passphrase")]
    [TestCase("ERR 83886142 Timeout <Pinentry>\n", "nobody answered in time", "unlock the key")]
    public async Task An_answer_that_does_not_unlock_the_key_fails_and_changes_nothing(string answer, string problem, string nextStep)
    {
        Keyring.PinentryAnswers(answer);

        var failure = await FailsAsync(() => SignAsync("native", "locked"), problem, Keyring.FingerprintOf("locked"), "rpmsign --addsign", Log);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Signing));
        Assert.That(failure.CommandExitCode, Is.Not.Zero);
        Assert.That(failure.NextStep, Does.Contain(nextStep));
    }

    [Test]
    public async Task A_package_that_was_signed_already_is_not_handed_over_when_a_later_signature_fails()
    {
        // The old key signs the package itself, then the locked one fails to sign beside it.
        await FailsAsync(() => SignAsync("el5-i686", "old", "locked"), "cancelled", "--detach-sign");
        Assert.That(SignaturesIn(First), Is.EqualTo("(none) (none) (none) (none)"));
    }

    [Test]
    public async Task Without_a_pinentry_program_it_fails_and_says_so()
    {
        Keyring.UsePinentry("/no/such/pinentry");

        await FailsAsync(() => SignAsync("el5-i686", "locked"), "no pinentry program", "install pinentry-curses");
    }

    [Test]
    public async Task Without_a_terminal_it_fails_and_says_so()
    {
        var pinentry = ProcessRunner.FindOnPath("pinentry-curses");
        if (pinentry is null)
        {
            Assert.Ignore("pinentry-curses is not on this machine");
        }

        Keyring.UsePinentry(pinentry!);

        await FailsAsync(() => SignAsync("el5-i686", "locked"), "there is no terminal");
    }

    [Test]
    public async Task Keys_can_be_tried_before_anything_is_built()
    {
        Keyring.PinentryAnswers("D open sesame\nOK\n");
        await (await SignerAsync("el5-i686", "old", "locked")).TryKeysAsync(CancellationToken.None);

        Keyring.PinentryAnswers("ERR 83886179 Operation cancelled <Pinentry>\n");
        var signer = await SignerAsync("el5-i686", "old", "locked");
        await FailsAsync(() => signer.TryKeysAsync(CancellationToken.None), "cancelled");
    }

    [TestCase("rpmsign", "apt-get install rpm")]
    [TestCase("gpgv", "apt-get install gpgv")]
    public async Task A_program_that_is_missing_is_named_with_its_package(string program, string nextStep)
    {
        var path = Directory.CreateDirectory(Folder.Of("without-" + program)).FullName;
        foreach (var other in Programs.Where(other => other != program))
        {
            File.CreateSymbolicLink(Path.Combine(path, other), ProcessRunner.FindOnPath(other)!);
        }

        var signer = await SignerAsync(Keyring.With(("PATH", path)), "native", "modern");
        var failure = await FailsAsync(() => signer.SignPackagesAsync(Artifacts, CancellationToken.None), program, nextStep);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
    }

    [TestCase("/dev/pts/4711", true)]
    [TestCase("/dev/tty7", true)]
    [TestCase("/dev/null", false)]
    [TestCase("pipe:[4711]", false)]
    public async Task The_terminal_on_stdin_is_where_pinentry_asks_in_the_operators_own_environment(string input, bool isTerminal)
    {
        using var home = new EnvironmentVariable("GNUPGHOME", Keyring.Home);
        using var named = new EnvironmentVariable("GPG_TTY", "");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.Of("stdin"), input);
        Keyring.PinentryAnswers("D open sesame\nOK\n");

        await (await SignerAsync(OperatorGpg.OfThisProcess(folder.Of("stdin")), "el5-i686", "locked")).TryKeysAsync(CancellationToken.None);

        Assert.That(Keyring.PinentryWasTold(), isTerminal ? Does.Contain("OPTION ttyname=" + input) : Does.Not.Contain("OPTION ttyname="));
    }
}
