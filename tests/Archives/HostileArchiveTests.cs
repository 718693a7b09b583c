using System.Collections.Concurrent;
using CsCheck;
using Dom0Iptables.Archives;

namespace Dom0Iptables.Tests.Archives;

/// <summary>
/// Thousands of archives, each in a root of its own: the same ones in every run, so that what fails for one fails for all;
/// where DOM0_IPTABLES_FUZZ_MINUTES is set others in each run, and a failure prints the seed that draws it again (CsCheck_Seed).
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class HostileArchiveTests
{
    private const int Archives = 2000;

    private static readonly UnpackLimits Limits = new(8 << 20, 2000);

    [Test]
    public async Task No_archive_touches_what_lies_outside_and_none_arrives_but_as_tar_makes_it()
    {
        var tried = new ConcurrentDictionary<HostileKind, (int Refused, int Accepted)>();
        var endings = new ConcurrentDictionary<HostileEnding, (int Refused, int Accepted)>();
        if (FuzzTests.IsAskedFor)
        {
            await HostileArchive.Any.SampleAsync(TryAndCountAsync, iter: Archives, print: archive => archive.ToString());
        }
        else
        {
            var drawn = new PCG(1, 1);
            await Parallel.ForEachAsync(Enumerable.Range(1, Archives).Select(number => (number, HostileArchive.Any.Generate(drawn, null, out _))), async (archive, _) =>
            {
                try
                {
                    await TryAndCountAsync(archive.Item2);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"the {archive.number}th, {archive.Item2}: {exception.Message}", exception);
                }
            });
        }

        RequireEveryKind(tried);
        RequireEveryEnding(endings);
        TestContext.Out.WriteLine($"{endings.Values.Sum(n => n.Refused + n.Accepted)} archives, {endings.Values.Sum(n => n.Refused)} refused, {endings.Values.Sum(n => n.Accepted)} accepted and as GNU tar makes them");

        async Task TryAndCountAsync(HostileArchive archive)
        {
            var refused = await TryAsync(archive);
            Count(endings, archive.Ending, refused);
            foreach (var kind in archive.Entries.Select(entry => entry.Kind).Distinct())
            {
                Count(tried, kind, refused);
            }
        }
    }

    [Test]
    public async Task Each_hostile_entry_alone_is_refused_and_each_harmless_one_arrives([Values] HostileKind kind)
    {
        var dialects = new[] { "v7", "ustar", "gnu", "pax", "star" };
        for (var i = 0; i < 12; i++)
        {
            // Seven steps at a time: every remainder by two, three, four and five comes up.
            var pick = i * 7 % 24;
            await TryAsync(new HostileArchive(dialects[i % 5], "gzip", HostileEnding.Whole, i, [new HostileEntry(kind, pick, (i + (i / 4)) % 4)]));
        }
    }

    private static async Task<bool> TryAsync(HostileArchive archive)
    {
        using var arena = new UnpackingArena();
        var file = Compressed.Of(archive, arena.Root);
        try
        {
            return await TryAsync(archive, arena, file);
        }
        catch (Exception exception)
        {
            // Hostile names have the arena's own path, and so the same draw gives other bytes in each run.
            throw new InvalidOperationException($"{exception.Message}\nthe archive's bytes: {Convert.ToBase64String(file)}", exception);
        }
    }

    private static async Task<bool> TryAsync(HostileArchive archive, UnpackingArena arena, byte[] file)
    {
        var refusal = arena.Attempt(file, Limits, wasThere: archive.Salt % 2 == 0);
        if (archive.IsHarmlessAltogether)
        {
            Assert.That(refusal, Is.Null, "it is harmless");
        }

        if (archive.IsHostile)
        {
            Assert.That(refusal, Is.Not.Null, "it is hostile, and was accepted");
        }

        if (refusal is null)
        {
            await arena.RequireSameAsTarAsync();
        }

        return refusal is not null;
    }

    private static void Count<T>(ConcurrentDictionary<T, (int Refused, int Accepted)> counts, T what, bool refused)
        where T : notnull =>
        counts.AddOrUpdate(what, refused ? (1, 0) : (0, 1), (_, so) => refused ? (so.Refused + 1, so.Accepted) : (so.Refused, so.Accepted + 1));

    // Otherwise a generator that makes nothing but broken archives would pass.
    private static void RequireEveryKind(ConcurrentDictionary<HostileKind, (int Refused, int Accepted)> tried)
    {
        TestContext.Out.WriteLine("refused/accepted: " + string.Join(", ", tried.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value.Refused}/{pair.Value.Accepted}")));
        Assert.Multiple(() =>
        {
            foreach (var kind in Enum.GetValues<HostileKind>())
            {
                var (refused, accepted) = tried.GetValueOrDefault(kind);
                Assert.That(kind < HostileKind.AbsoluteName ? accepted : refused, Is.GreaterThan(2), $"{kind} was hardly ever tried");
            }
        });
    }

    private static void RequireEveryEnding(ConcurrentDictionary<HostileEnding, (int Refused, int Accepted)> endings)
    {
        TestContext.Out.WriteLine("refused/accepted: " + string.Join(", ", endings.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value.Refused}/{pair.Value.Accepted}")));
        Assert.Multiple(() =>
        {
            foreach (var ending in Enum.GetValues<HostileEnding>())
            {
                var (refused, accepted) = endings.GetValueOrDefault(ending);
                Assert.That(ending <= HostileEnding.Streams ? accepted : refused, Is.GreaterThan(2), $"{ending} was hardly ever tried");
            }
        });
    }
}
