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

    // The kernel ends what has taken a second of processor time, however long that lasts on a busy machine.
    [Test]
    public async Task Processor_time_is_that_of_all_that_a_process_starts_and_none_of_its_waiting()
    {
        using var watch = ProcessWatch.Begin();

        await RunAsync("(ulimit -t 1; while :; do :; done); :");
        await RunAsync("sleep 0.7; :");
        await RunAsync("sleep 0.11; :");

        var seen = watch.Longest.Select(process => process.ProcessorSeconds).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen[0], Is.InRange(0.3, 1.5));
            Assert.That(seen[1], Is.InRange(0.0, 0.2));
            Assert.That(seen[2], Is.Null.Or.InRange(0.0, 0.2), "most ends before it is looked at");
        }

        static Task RunAsync(string script) => ProcessRunner.CaptureAsync("Test", Command.Of("sh", "-c", script), CancellationToken.None);
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
