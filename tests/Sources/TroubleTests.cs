using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Sources;

/// <summary>Servers in trouble, silent, absent, or pointing elsewhere.</summary>
internal sealed class TroubleTests : FetchFixture
{
    private static readonly Func<Exchange, Task> Decent = exchange => exchange.FileAsync(Archive);

    [TestCase("500 Internal Server Error")]
    [TestCase("502 Bad Gateway")]
    [TestCase("503 Service Unavailable")]
    [TestCase("429 Too Many Requests")]
    public async Task A_server_in_trouble_is_asked_again(string status)
    {
        using var server = LoopbackServer.Of(exchange => exchange.AnswerAsync(status, ""), Decent);

        await FetchAsync(Request(server.Address(FileName)));

        Assert.That(server.Requests, Has.Count.EqualTo(2));
        Assert.That(Reporter.Lines, Has.One.Contains($"HTTP {status}; attempt 2 of 4 in 4 ms"));
    }

    [Test]
    public async Task The_pauses_grow_up_to_a_limit_and_then_the_next_place_is_asked()
    {
        using var broken = new LoopbackServer(exchange => exchange.AnswerAsync("503 Service Unavailable", ""));
        using var good = new LoopbackServer(Decent);

        var fetched = await FetchAsync(Request(broken.Address(FileName), good.Address(FileName)), Quick with { Attempts = 5 });

        Assert.That(fetched.Origin, Is.EqualTo(good.Address(FileName).ToString()));
        var pauses = Reporter.Lines.Where(line => line.Contains("attempt", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(" in ", StringComparison.Ordinal) + 4)..]);
        Assert.That(pauses, Is.EqualTo((string[])["4 ms", "8 ms", "16 ms", "20 ms"]));
        Assert.That(broken.Requests, Has.Count.EqualTo(5));
        Assert.That(Reporter.Lines, Has.One.Contains("HTTP 503 Service Unavailable (tried 5 times)"));
    }

    [TestCase("3600", "20 ms")]
    [TestCase("0", "4 ms")]
    [TestCase("Fri, 01 Jan 2100 00:00:00 GMT", "20 ms")]
    public async Task A_server_that_asks_to_be_left_alone_is_obeyed_within_bounds(string retryAfter, string pause)
    {
        using var server = LoopbackServer.Of(exchange => exchange.AnswerAsync("503 Busy", "", $"Retry-After: {retryAfter}"), Decent);

        await FetchAsync(Request(server.Address(FileName)));

        Assert.That(Reporter.Lines, Has.One.EndsWith($"in {pause}"));
    }

    [TestCase("404 Not Found")]
    [TestCase("410 Gone")]
    [TestCase("403 Forbidden")]
    public async Task A_server_that_has_it_not_is_not_asked_again(string status)
    {
        using var empty = new LoopbackServer(exchange => exchange.AnswerAsync(status, "<html>nothing</html>", "Content-Type: text/html"));
        using var good = new LoopbackServer(Decent);

        await FetchAsync(Request(empty.Address(FileName), good.Address(FileName)));

        Assert.That(empty.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_silent_server_is_given_up_after_a_while()
    {
        using var server = LoopbackServer.Of(
            exchange => exchange.SilenceAsync(),
            async exchange =>
            {
                await exchange.CutAsync(Archive, 100_000, "ETag: \"one\"");
                await exchange.SilenceAsync();
            },
            Decent);

        await FetchAsync(Request(server.Address(FileName)), Quick with { StallTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.That(Reporter.Lines, Has.Exactly(2).Contains("no bytes for 300 ms"));
        Assert.That(server.Requests.Last().From, Is.EqualTo(100_000));
    }

    [Test]
    public async Task A_slow_server_is_not_given_up()
    {
        using var server = new LoopbackServer(async exchange =>
        {
            await exchange.HeadAsync("200 OK", "Content-Length: 300000");
            for (var at = 0; at < 10; at++)
            {
                await exchange.BytesAsync(Archive, at * 30_000, (at + 1) * 30_000);
                await Task.Delay(60);
            }
        });

        await FetchAsync(Request(server.Address(FileName)), Quick with { StallTimeout = TimeSpan.FromMilliseconds(400), Attempts = 1 });

        Assert.That(Reporter.ProgressLines, Has.Some.Match(@"^iptables-1\.4\.8\.tar\.bz2: 146\.5 KiB of 293\.0 KiB \(50 %\), [0-9.]+ [KM]iB/s$"));
    }

    [Test]
    public async Task A_connection_that_does_not_come_about_is_given_up()
    {
        using var good = new LoopbackServer(Decent);
        var transport = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellation) =>
            {
                if (context.DnsEndPoint.Host == "silent.example")
                {
                    await Task.Delay(Timeout.Infinite, cancellation);
                }

                var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation);
                return client.GetStream();
            },
        };

        await FetchAsync(Request(new Uri("http://silent.example/x"), good.Address(FileName)), Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(100) }, transport);

        Assert.That(Reporter.Lines, Has.One.EqualTo("http://silent.example/x: no connection within 100 ms"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_tried_a_few_times()
    {
        var gone = new LoopbackServer(Decent);
        var address = gone.Address(FileName);
        gone.Dispose();

        var failure = await FailureOf(Request(address));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain("no connection: ").And.Contain("(tried 4 times)"));
    }

    [Test]
    public async Task Redirections_are_followed()
    {
        using var server = new LoopbackServer(exchange => exchange.Target switch
        {
            "/file" => exchange.FileAsync(Archive),
            "/second" => exchange.AnswerAsync("302 Found", "", "Location: file"),
            _ => exchange.AnswerAsync("301 Moved Permanently", "", "Location: /second"),
        });

        var fetched = await FetchAsync(Request(server.Address(FileName)));

        Assert.That(fetched.Origin, Is.EqualTo(server.Address(FileName).ToString()));
    }

    [Test]
    public async Task Redirections_without_end_are_not_followed_for_ever()
    {
        using var server = new LoopbackServer(exchange => exchange.AnswerAsync("302 Found", "", "Location: /again"));

        Assert.That((await FailureOf(Request(server.Address(FileName)))).Problem, Does.Contain("more than 10 redirections"));
        Assert.That(server.Requests, Has.Count.EqualTo(11));
    }

    [Test]
    public async Task A_redirection_from_https_to_http_is_refused()
    {
        using var plain = new LoopbackServer(Decent);
        using var key = RSA.Create(2048);
        var named = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = named.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var secure = new LoopbackServer(
            exchange => exchange.Target == "/good" ? exchange.FileAsync(Archive) : exchange.AnswerAsync("302 Found", "", $"Location: {plain.Address("x")}"),
            certificate);

        var trusting = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, offered, _, _) => certificate.Equals(offered) } };
        var downgraded = await FailureOf(Request(secure.Address("bad")), Quick, trusting);
        var untrusted = await FailureOf(Request(secure.Address("good")));
        var trustingToo = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, offered, _, _) => certificate.Equals(offered) } };
        await FetchAsync(Request(secure.Address("good")), Quick, trustingToo);

        Assert.That(downgraded.Problem, Does.Contain("from https to http://"));
        Assert.That(plain.Requests, Is.Empty);
        Assert.That(untrusted.Problem, Does.Contain("no secure connection").And.Not.Contain("tried"));
    }
}
