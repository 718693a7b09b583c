using Dom0Iptables.Release;

namespace Dom0Iptables.Tests.Release;

/// <summary>Steps that are begun before their turn.</summary>
internal sealed class StepsAheadTests
{
    private int runs;

    [SetUp]
    public void Reset() => runs = 0;

    [Test]
    public async Task What_was_begun_ahead_is_not_run_again_when_its_turn_comes()
    {
        await using var ahead = new StepsAhead(["Archive"]);
        ahead.Begin("Archive", Count, CancellationToken.None);

        await ahead.RunAsync("Archive", Count, CancellationToken.None);
        await ahead.RunAsync("Archive", Count, CancellationToken.None);

        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_not_planned_is_not_begun()
    {
        await using (var ahead = new StepsAhead(["Stage"]))
        {
            ahead.Begin("Archive", Count, CancellationToken.None);
        }

        Assert.That(runs, Is.Zero);
    }

    [Test]
    public void A_failure_is_told_to_whoever_has_its_turn()
    {
        var ahead = new StepsAhead(["Archive"]);
        ahead.Begin("Archive", _ => throw new IOException("full"), CancellationToken.None);

        Assert.That(async () => await ahead.RunAsync("Archive", Count, CancellationToken.None), Throws.InstanceOf<IOException>());
        Assert.That(async () => await ahead.DisposeAsync(), Throws.Nothing);
    }

    [Test]
    public async Task What_nobody_waits_for_any_more_is_stopped_and_has_ended_before_the_run_does()
    {
        var hasEnded = false;
        var begun = new TaskCompletionSource();
        await using (var ahead = new StepsAhead(["Archive"]))
        {
            ahead.Begin(
                "Archive",
                async token =>
                {
                    begun.SetResult();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, token);
                    }
                    finally
                    {
                        hasEnded = true;
                    }
                },
                CancellationToken.None);
            await begun.Task;
        }

        Assert.That(hasEnded);
    }

    private Task Count(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        return Task.CompletedTask;
    }
}
