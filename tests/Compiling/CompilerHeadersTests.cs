using Dom0Iptables.Compiling;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>A tree is configured anew where the compiler finds other headers than before.</summary>
internal sealed class CompilerHeadersTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Take()
    {
        folder = new TemporaryFolder();
        folder.Write("headers/one.h", "int one;\n");
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task The_same_headers_have_one_fingerprint()
    {
        var first = await FingerprintAsync();
        var second = await FingerprintAsync();

        Assert.That(second, Is.EqualTo(first));
    }

    [TestCase("headers/two.h", "")]
    [TestCase("headers/sub/two.h", "")]
    [TestCase("headers/one.h", "int other;\n")]
    public async Task A_header_that_comes_or_changes_gives_another(string file, string text)
    {
        var before = await FingerprintAsync();

        folder.Write(file, text);

        Assert.That(await FingerprintAsync(), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_link_that_comes_or_goes_gives_another()
    {
        var before = await FingerprintAsync();

        File.CreateSymbolicLink(folder.Of("headers", "asm"), "/usr/include/linux");

        Assert.That(await FingerprintAsync(), Is.Not.EqualTo(before));
    }

    private async Task<string> FingerprintAsync()
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath("gcc") is null)
        {
            Assert.Ignore("gcc is not on this machine");
        }

        return await CompilerHeaders.FingerprintAsync($"gcc -isystem {folder.Of("headers")}", new BuildEnvironment(folder.Of("home"), DateTimeOffset.UnixEpoch), CancellationToken.None);
    }
}
