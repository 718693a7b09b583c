namespace Dom0Iptables.Tests.Sources;

/// <summary>What is already here of an archive is not asked for again, and never mixed with anything else.</summary>
internal sealed class ResumeTests : FetchFixture
{
    private static readonly Func<Exchange, Task> Decent = exchange => exchange.FileAsync(Archive);

    [Test]
    public async Task A_connection_that_breaks_is_resumed_where_it_broke()
    {
        using var server = LoopbackServer.Of(exchange => exchange.CutAsync(Archive, 100_000, "ETag: \"one\""), Decent);

        await FetchAsync(Request(server.Address(FileName)));

        var second = server.Requests.Last();
        Assert.That(second.From, Is.EqualTo(100_000));
        Assert.That(second.Header("If-Range"), Is.EqualTo("\"one\""));
        Assert.That(Reporter.Lines, Has.One.Contains("the connection broke after 97.7 KiB"));
    }

    [Test]
    public async Task A_part_that_an_earlier_run_left_is_resumed_by_the_date_too()
    {
        const string Date = "Fri, 21 May 2010 11:22:33 GMT";
        using var server = LoopbackServer.Of(
            exchange => exchange.CutAsync(Archive, 100_000, $"Last-Modified: {Date}", "ETag: W/\"weak\""),
            exchange => exchange.FileAsync(Archive, Date));
        var request = Request(server.Address(FileName));

        await FailureOf(request, Quick with { Attempts = 1 });
        await FetchAsync(request);

        Assert.That(server.Requests.Last().From, Is.EqualTo(100_000));
        Assert.That(server.Requests.Last().Header("If-Range"), Is.EqualTo(Date), "a weak ETag says nothing about bytes");
        Assert.That(Directory.GetDirectories(Path.Combine(Cache, "partial")), Is.Empty, "nothing half is left when it is done");
    }

    [Test]
    public async Task A_file_that_changed_in_between_is_taken_from_the_start()
    {
        using var server = LoopbackServer.Of(
            exchange => exchange.CutAsync(Other, 100_000, "ETag: \"old\""),
            exchange => exchange.FileAsync(Archive, "\"new\""));

        var fetched = await FetchAsync(Request(server.Address(FileName)));

        Assert.That(File.ReadAllBytes(fetched.Path), Is.EqualTo(Archive));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_file_that_changed_unsaid_is_taken_once_more_from_the_start()
    {
        using var server = LoopbackServer.Of(exchange => exchange.CutAsync(Other, 100_000), Decent);

        await FetchAsync(Request(server.Address(FileName)));

        Assert.That(server.Requests.Select(request => request.From), Is.EqualTo((int[])[0, 100_000, 0]));
        Assert.That(Reporter.Warnings, Is.Empty, "the server did nothing wrong");
    }

    [Test]
    public async Task A_server_that_knows_no_ranges_sends_it_all_again()
    {
        using var server = LoopbackServer.Of(exchange => exchange.CutAsync(Archive, 100_000), exchange => exchange.AnswerAsync("200 OK", Archive));

        Assert.That(File.ReadAllBytes((await FetchAsync(Request(server.Address(FileName)))).Path), Is.EqualTo(Archive));
    }

    [Test]
    public async Task A_server_that_sends_another_range_than_asked_for_is_not_believed()
    {
        using var server = LoopbackServer.Of(
            exchange => exchange.CutAsync(Archive, 100_000),
            async exchange =>
            {
                await exchange.HeadAsync("206 Partial Content", "Content-Length: 299999", "Content-Range: bytes 1-299999/300000");
                await exchange.BytesAsync(Archive, 1);
            },
            Decent);

        Assert.That(File.ReadAllBytes((await FetchAsync(Request(server.Address(FileName)))).Path), Is.EqualTo(Archive));
        Assert.That(server.Requests.Last().From, Is.Zero);
    }

    [Test]
    public async Task A_range_that_cannot_be_had_starts_anew()
    {
        using var server = LoopbackServer.Of(exchange => exchange.CutAsync(Archive, 100_000), exchange => exchange.AnswerAsync("416 Range Not Satisfiable", ""), Decent);

        await FetchAsync(Request(server.Address(FileName)));

        Assert.That(server.Requests.Select(request => request.From), Is.EqualTo((int[])[0, 100_000, 0]));
    }

    [Test]
    public async Task A_whole_part_that_was_not_yet_moved_in_is_not_fetched_again()
    {
        using var server = new LoopbackServer(exchange => exchange.CutAsync(Archive, 100_000));
        var request = Request(server.Address(FileName));
        await FailureOf(request, Quick with { Attempts = 1 });
        var part = Directory.GetFiles(Path.Combine(Cache, "partial"), "*.part", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(part, Archive);

        await FetchAsync(request);

        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }
}
