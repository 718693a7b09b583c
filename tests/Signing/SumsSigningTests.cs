using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Signing;

/// <summary>SHA256SUMS is signed by the modern key, and only when it is that of the files as they are handed over.</summary>
internal sealed class SumsSigningTests : SigningFixture
{
    [Test]
    public async Task The_checksums_of_signed_packages_are_signed_by_the_modern_key()
    {
        var signer = await SignerAsync("el5-i686", "old", "modern");
        await signer.SignPackagesAsync(Artifacts, CancellationToken.None);
        WriteSums();

        Assert.That(await signer.SignSumsAsync(Artifacts, CancellationToken.None), Is.EqualTo("SHA256SUMS.asc"));

        Assert.Multiple(() =>
        {
            Assert.That(IsSigned("SHA256SUMS"), Is.True);
            Assert.That(File.ReadLines(InArtifacts("SHA256SUMS.asc")).First(), Is.EqualTo("-----BEGIN PGP SIGNATURE-----"));
            Assert.That(Tool.Try(Artifacts, "sha256sum", "--check", "--quiet", "SHA256SUMS").Succeeded, Is.True);
            Assert.That(Directory.Exists(Scratch), Is.False);
        });
    }

    [Test]
    public async Task Checksums_that_were_taken_before_the_packages_were_signed_are_refused()
    {
        var signer = await SignerAsync("el5-i686", "old", "modern");
        WriteSums();
        await signer.SignPackagesAsync(Artifacts, CancellationToken.None);

        await FailsAsync(() => signer.SignSumsAsync(Artifacts, CancellationToken.None), "SHA256SUMS is not signed", "has another checksum", "after the packages were signed");
    }

    [TestCase("sed -i /small-/d SHA256SUMS", "it lacks " + First)]
    [TestCase("rm small-*", First + " is not there")]
    [TestCase("rm SHA256SUMS", "it is not there")]
    [TestCase("echo what >> SHA256SUMS", "its line 'what' names no file")]
    public async Task Checksums_that_are_not_those_of_the_folder_are_refused(string change, string complaint)
    {
        WriteSums();
        Shell.Run(Artifacts, change);
        var signer = await SignerAsync("el5-i686", "modern");

        await FailsAsync(() => signer.SignSumsAsync(Artifacts, CancellationToken.None), complaint);
    }

    [Test]
    public async Task A_key_that_is_not_unlocked_leaves_no_signature()
    {
        WriteSums();
        var signer = await SignerAsync("el5-i686", "locked");

        await FailsAsync(() => signer.SignSumsAsync(Artifacts, CancellationToken.None), "cancelled", "SHA256SUMS");
    }
}
