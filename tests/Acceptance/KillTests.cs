using System.Diagnostics;
using System.Globalization;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>
/// A run that is killed at any instant is ended by the next with the same bytes. Four instants here; more by hand, in
/// DOM0_IPTABLES_KILLS, at the same ones again by DOM0_IPTABLES_KILL_SEED.
/// </summary>
public sealed class KillTests
{
    [Test]
    public void A_run_killed_at_a_random_instant_is_ended_by_the_next_with_the_same_bytes()
    {
        var kills = Number("DOM0_IPTABLES_KILLS") ?? 4;
        var seed = Number("DOM0_IPTABLES_KILL_SEED") ?? Random.Shared.Next();
        var random = new Random(seed);
        var whole = LengthOfARun();
        var failures = new List<string>();
        var late = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            var project = HelloProjects.Fresh();
            var instant = whole * random.NextDouble();
            var isWholeTree = kill % 2 == 0;
            using var run = project.Start(new Manner());
            var said = (Output: run.StandardOutput.ReadToEndAsync(), Error: run.StandardError.ReadToEndAsync());
            var isLate = run.WaitForExit(instant);
            late += isLate ? 1 : 0;
            if (!isLate)
            {
                Kill(run, isWholeTree);
            }

            TestContext.Progress.WriteLine($"kill {kill} of {kills} at {instant.TotalSeconds:0.00} s, {failures.Count} failures so far");
            Task.WaitAll(said.Output, said.Error);
            var next = project.Run();
            if (next.Code != 0 || !project.Bytes().SequenceEqual(HelloProjects.FirstBytes))
            {
                failures.Add($"kill {kill} at {instant.TotalSeconds:0.000} s{(isWholeTree ? " of the whole tree" : "")}: exit code {next.Code}\n{said.Output.Result}\n{next.Output}\n{next.Error}");
            }
        }

        TestContext.Out.WriteLine($"{kills} kills at instants of a run of {whole.TotalSeconds:0.0} s, seed {seed}, {late} of them after its end, {failures.Count} failures");
        Assert.That(failures, Is.Empty, $"seed {seed}");
        Assert.That(late, Is.LessThan(kills), "nothing was killed");
    }

    private static TimeSpan LengthOfARun()
    {
        var watch = Stopwatch.StartNew();
        HelloProjects.Fresh().Succeed();
        return watch.Elapsed;
    }

    // The whole tree at once, as when a machine dies; or the pipeline alone, as when the kernel is short of memory.
    private static void Kill(Process run, bool isWholeTree)
    {
        IEnumerable<int> processes = isWholeTree ? [run.Id, .. ProcessTree.Below(run.Id).Select(process => process.Id)] : [run.Id];
        Shell.Run("/", $"kill -KILL {string.Join(' ', processes)} 2>/dev/null; true");
        run.WaitForExit();
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
