using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Processes;

/// <summary>The processes of one piece of work are heard, by the names that people know them by.</summary>
internal sealed class ProcessWatchTests
{
    [TestCase("sleep", "sleep 0.15")]
    [TestCase("sh wait.sh", "sh wait.sh")]
    [TestCase("sleep", "setarch x86_64 sleep 0.15")]
    public async Task It_hears_of_what_is_run_and_how_it_ended(string name, string line)
    {
        using var folder = new TemporaryFolder();
        folder.Write("wait.sh", "sleep 0.15");
        var words = line.Split(' ');
        var before = DateTimeOffset.UtcNow;
        using var watch = ProcessWatch.Begin();

        await Task.WhenAll(RunAsync([.. words]), RunAsync(["sh", "-c", "sleep 0.15; exit 3"]), RunAsync(["true"]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(watch.Longest.Select(process => (process.Program, process.ExitCode)), Is.EquivalentTo(((string, int)[])[(name, 0), ("sh", 3)]), "what ends at once is not kept");
            Assert.That(watch.Longest.Select(process => process.Seconds), Is.All.InRange(0.1, 60.0), "the clock begins when the process is known to have been started");
            Assert.That(watch.Longest.Select(process => process.Started), Is.Ordered.And.All.GreaterThanOrEqualTo(before));
        }

        Task RunAsync(string[] command) => ProcessRunner.CaptureAsync("Test", new Command(command[0], [.. command[1..]]) { WorkingDirectory = folder.Path }, CancellationToken.None);
    }

    [Test]
    public async Task Of_what_others_run_meanwhile_it_hears_nothing()
    {
        var others = Task.Run(() => ProcessRunner.CaptureAsync("Test", Command.Of("sleep", "0.15"), CancellationToken.None));
        using var watch = ProcessWatch.Begin();

        await others;

        Assert.That(watch.Longest, Is.Empty);
    }
}
