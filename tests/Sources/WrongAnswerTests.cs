using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Sources;

/// <summary>Servers that answer, but not with the archive.</summary>
internal sealed class WrongAnswerTests : FetchFixture
{
    private static readonly Func<Exchange, Task> Decent = exchange => exchange.FileAsync(Archive);

    [Test]
    public async Task Wrong_bytes_are_warned_of_and_the_next_mirror_is_asked()
    {
        using var wrong = new LoopbackServer(exchange => exchange.FileAsync(Other));
        using var good = new LoopbackServer(Decent);

        var fetched = await FetchAsync(Request(wrong.Address(FileName), good.Address(FileName)));

        Assert.That(File.ReadAllBytes(fetched.Path), Is.EqualTo(Archive));
        Assert.That(Reporter.Warnings, Has.One.Contains(wrong.Address(FileName).ToString()).And.One.Contains($"expected {Sha256(Archive)}, found {Sha256(Other)}"));
        Assert.That(wrong.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wrong_bytes_and_no_other_mirror_are_a_mismatch()
    {
        using var empty = new LoopbackServer(exchange => exchange.AnswerAsync("404 Not Found", ""));
        using var wrong = new LoopbackServer(exchange => exchange.FileAsync(Other));

        var failure = await FailureOf(Request(wrong.Address(FileName), empty.Address(FileName)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain("404").And.Contain(Sha256(Other)));
    }

    [TestCase(299_999)]
    [TestCase(300_001)]
    public async Task A_size_that_is_announced_wrong_is_refused(int announced)
    {
        using var server = new LoopbackServer(async exchange =>
        {
            await exchange.HeadAsync("200 OK", $"Content-Length: {announced}");
            await exchange.BytesAsync(Archive);
        });

        var failure = await FailureOf(Request(server.Address(FileName)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain($"announces {announced} bytes, the recipe says 300000"));
    }

    [Test]
    public async Task A_body_that_never_ends_is_stopped_at_the_size_that_is_known()
    {
        using var server = new LoopbackServer(Endless);

        var failure = await FailureOf(Request(server.Address(FileName)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain("more than the 300000 bytes"));
    }

    [Test]
    public async Task A_body_that_never_ends_is_stopped_where_no_size_is_known()
    {
        using var server = new LoopbackServer(Endless);

        var failure = await FailureOf(Request(RecipeOf(Archive, server.Address(FileName)) with { Size = null }), Quick with { MaximumSize = 1 << 20 });

        Assert.That(failure.Problem, Does.Contain("more than the 1.0 MiB that are taken at most"));
    }

    [Test]
    public async Task A_body_of_unannounced_length_is_taken()
    {
        using var server = new LoopbackServer(async exchange =>
        {
            await exchange.HeadAsync("200 OK");
            await exchange.BytesAsync(Archive);
        });

        await FetchAsync(Request(RecipeOf(Archive, server.Address(FileName)) with { Size = null }));

        Assert.That(Reporter.ProgressLines, Has.Some.Match(@"^iptables-1\.4\.8\.tar\.bz2: 293\.0 KiB, "));
    }

    [TestCase("Content-Type: text/html; charset=utf-8", "Please log in to <b>the network</b><title>Guest\n  Wi-Fi</title>", "titled 'Guest Wi-Fi'")]
    [TestCase("Content-Type: application/octet-stream", "\r\n<!doctype HTML><title>Oops</title>", "titled 'Oops'")]
    [TestCase("Content-Type: application/x-bzip2", "<HTML>moved</HTML>", "a web page came")]
    public async Task A_page_instead_of_an_archive_is_named_as_such(string type, string page, string said)
    {
        using var portal = new LoopbackServer(exchange => exchange.AnswerAsync("200 OK", page, type));

        var failure = await FailureOf(Request(portal.Address(FileName)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain("came instead of an archive").And.Contain(said));
    }

    private static async Task Endless(Exchange exchange)
    {
        await exchange.HeadAsync("200 OK");
        for (var sent = 0; sent < 100; sent++)
        {
            await exchange.BytesAsync(Archive);
        }
    }
}
