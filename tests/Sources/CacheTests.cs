using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Processes;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>The cache: shared by runs, on disks that are full or read-only.</summary>
internal sealed class CacheTests : FetchFixture
{
    [Test]
    public async Task Two_runs_at_once_share_one_download()
    {
        using var server = new LoopbackServer(async exchange =>
        {
            await Task.Delay(200);
            await exchange.FileAsync(Archive);
        });
        var request = Request(server.Address(FileName));
        var reporters = new[] { new ReporterSpy(), new ReporterSpy() };

        var fetched = await Task.WhenAll(reporters.Select(async reporter =>
        {
            using var fetcher = new SourceFetcher(reporter, Quick);
            return await fetcher.FetchAsync(request, CancellationToken.None);
        }));

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(fetched[0].Path, Is.EqualTo(fetched[1].Path));
        Assert.That(reporters.SelectMany(reporter => reporter.Lines), Has.One.Contains("another run is fetching this archive"));
        Assert.That(File.ReadAllBytes(fetched[0].Path), Is.EqualTo(Archive));
    }

    [Test]
    public async Task A_run_that_is_stopped_leaves_nothing_that_passes_for_whole_and_is_continued()
    {
        var served = new TaskCompletionSource();
        using var server = LoopbackServer.Of(
            async exchange =>
            {
                await exchange.CutAsync(Archive, 150_000, "ETag: \"one\"");
                served.SetResult();
                await exchange.SilenceAsync();
            },
            exchange => exchange.FileAsync(Archive));
        var request = Request(server.Address(FileName));
        using var stop = new CancellationTokenSource();
        using var fetcher = new SourceFetcher(Reporter, Quick);
        var run = fetcher.FetchAsync(request, stop.Token);
        await served.Task;
        await Task.Delay(100);
        await stop.CancelAsync();

        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(ArchivesInCache(), Is.Empty);
        await FetchAsync(request);
        Assert.That(server.Requests.Last().From, Is.EqualTo(150_000));
    }

    [Test]
    public async Task A_cache_that_cannot_be_written_is_one_clear_error()
    {
        Put($"sources/{FileName}", Archive);
        Folder.Write("in-the-way", "a file");

        var failure = await FailureOf(Request() with { CacheFolder = Folder.Of("in-the-way", "cache") });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Storage));
        Assert.That(failure.Problem, Does.Contain("cannot write").And.Contain("in-the-way"));
        Assert.That(failure.NextStep, Does.Contain("XDG_CACHE_HOME"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_full_disk_is_one_clear_error(bool byMirror)
    {
        if (!Posix.IsRoot)
        {
            Assert.Ignore("only root can mount the small disk that this fills");
        }

        var disk = Folder.Of("disk");
        Directory.CreateDirectory(disk);
        var mounted = await ProcessRunner.CaptureAsync("Test", Command.Of("mount", "-t", "tmpfs", "-o", "size=128k", "dom0-iptables-test", disk), CancellationToken.None);
        if (!mounted.Succeeded)
        {
            Assert.Ignore($"no small disk to be had: {mounted.StandardError}");
        }

        try
        {
            using var server = new LoopbackServer(exchange => exchange.FileAsync(Archive));
            var request = byMirror ? Request(server.Address(FileName)) : Request() with { Given = Put("x.tar", Archive) };

            var failure = await FailureOf(request with { CacheFolder = disk });

            Assert.That(failure.Code, Is.EqualTo(ExitCode.Storage));
            Assert.That(server.Requests, Has.Count.EqualTo(byMirror ? 1 : 0), "a full disk is no reason to ask again");
            Assert.That(Path.Combine(disk, "archives"), Does.Not.Exist);
        }
        finally
        {
            await ProcessRunner.CaptureAsync("Test", Command.Of("umount", disk), CancellationToken.None);
        }
    }
}
