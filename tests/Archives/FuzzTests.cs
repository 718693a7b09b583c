using System.Diagnostics;
using System.Globalization;
using Dom0Iptables.Archives;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Archives;

/// <summary>
/// Archives of real tar programs, damaged without end: run by hand for as long as DOM0_IPTABLES_FUZZ_MINUTES says. What it finds
/// becomes a test of its own.
/// </summary>
internal sealed class FuzzTests : UnpackingFixture
{
    private const string Minutes = "DOM0_IPTABLES_FUZZ_MINUTES";

    /// <summary>Whether this run is to look for what no run has seen.</summary>
    public static bool IsAskedFor => Environment.GetEnvironmentVariable(Minutes) is { Length: > 0 };

    private static readonly UnpackLimits Limits = new(4 << 20, 500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void Damaged_real_archives_are_refused_or_arrive_as_tar_makes_them()
    {
        if (!double.TryParse(Environment.GetEnvironmentVariable(Minutes), CultureInfo.InvariantCulture, out var minutes))
        {
            Assert.Ignore("set DOM0_IPTABLES_FUZZ_MINUTES to how long it may take (and DOM0_IPTABLES_FUZZ_SEED to repeat a run)");
        }

        if (!int.TryParse(Environment.GetEnvironmentVariable("DOM0_IPTABLES_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed))
        {
            seed = Random.Shared.Next();
        }

        var (tars, compressed) = Corpus();
        var clock = Stopwatch.StartNew();
        var findings = new Dictionary<string, string>();
        var (tried, refused) = (0, 0);
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes) && findings.Count < 20)
        {
            using var arena = new UnpackingArena();
            var archive = new ArchiveMutator(new Random(HashCode(seed, tried)), tars, compressed, arena.Root).Next();
            tried++;
            var attempt = Task.Run(() => TryAsync(arena, archive));
            string? finding;
            if (!attempt.Wait(Patience))
            {
                finding = "it takes for ever";
            }
            else
            {
                refused += attempt.Result.Refused ? 1 : 0;
                finding = attempt.Result.Finding;
            }

            if (finding is not null && findings.TryAdd(finding.Replace(arena.Root, "", StringComparison.Ordinal), Convert.ToBase64String(archive)))
            {
                TestContext.Progress.WriteLine($"finding {findings.Count}, seed {seed}, the {tried}th: {finding}\n{Convert.ToBase64String(archive)}\nrooted in {arena.Root}");
            }
        }

        TestContext.Progress.WriteLine($"seed {seed}: {tried} damaged archives in {clock.Elapsed.TotalMinutes:0.0} minutes, {refused} refused, {tried - refused} accepted, {findings.Count} findings");
        Assert.That(findings, Is.Empty);
        Assert.That(refused, Is.InRange(1, tried - 1), "either nothing was refused or everything");
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) + number);

    // NUnit notes a failed assertion even where its exception is caught: the run goes on, and fails at its end.
    private static async Task<(bool Refused, string? Finding)> TryAsync(UnpackingArena arena, byte[] archive)
    {
        try
        {
            if (arena.Attempt(archive, Limits, wasThere: false) is not null)
            {
                return (true, null);
            }

            await arena.RequireSameAsTarAsync();
            return (false, null);
        }
        catch (Exception exception)
        {
            return (false, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private (List<byte[]> Tars, List<byte[]> Compressed) Corpus()
    {
        Temporary.Write("origin/top/a", "first\n");
        Temporary.Write("origin/top/sub/deep/b", new string('b', 700));
        Temporary.Write("origin/top/sub/empty", "");
        File.CreateSymbolicLink(Temporary.Of("origin", "top", "l"), "sub/deep/b");
        Directory.CreateSymbolicLink(Temporary.Of("origin", "top", "sub", "up"), "../sub");
        Run("ln", Temporary.Of("origin", "top", "a"), Temporary.Of("origin", "top", "h"));
        Temporary.Write("long/top/" + string.Concat(Enumerable.Repeat("a-rather-long-folder-name/", 5)) + new string('n', 120), "long\n");
        Temporary.Write("long/top/ünï", "utf-8\n");
        File.CreateSymbolicLink(Temporary.Of("long", "top", "far"), string.Concat(Enumerable.Repeat("./", 70)) + "ünï");
        Temporary.Write("sparse/top/a", "first\n");
        using (var sparse = File.Create(Temporary.Of("sparse", "top", "s")))
        {
            sparse.SetLength(300_000);
        }

        // The same seed damages the same way only where the same is there to be damaged.
        Run("find", Temporary.Of("origin"), Temporary.Of("long"), Temporary.Of("sparse"), "-exec", "touch", "-h", "-d", "2010-05-21 03:04:05.678 UTC", "{}", "+");
        foreach (var format in new[] { "v7", "ustar", "oldgnu", "gnu", "posix" })
        {
            Run("tar", $"--format={format}", "-cf", Temporary.Of($"{format}.tar"), "-C", Temporary.Of("origin"), "top");
            if (format is not "v7" and not "ustar")
            {
                Run("tar", $"--format={format}", "-cf", Temporary.Of($"{format}-long.tar"), "-C", Temporary.Of("long"), "top");
                Run("tar", $"--format={format}", "--sparse", "-cf", Temporary.Of($"{format}-sparse.tar"), "-C", Temporary.Of("sparse"), "top");
            }
        }

        Run("tar", "--format=posix", "--pax-option=globexthdr.name=g,comment=0123,mtime=5", "-cf", Temporary.Of("global.tar"), "-C", Temporary.Of("origin"), "top");
        if (ProcessRunner.FindOnPath("bsdtar") is not null)
        {
            foreach (var format in new[] { "v7tar", "ustar", "gnutar", "pax", "paxr" })
            {
                Run("bsdtar", "--format", format, "-cf", Temporary.Of($"bsd-{format}.tar"), "-C", Temporary.Of("origin"), "top");
            }

            Run("bsdtar", "--format", "pax", "-cf", Temporary.Of("bsd-long.tar"), "-C", Temporary.Of("long"), "top");
        }

        // One of several blocks of bzip2, of which no compression makes much.
        var noise = new byte[150_000];
        new Random(148).NextBytes(noise);
        Directory.CreateDirectory(Temporary.Of("noise", "top"));
        File.WriteAllBytes(Temporary.Of("noise", "top", "noise"), noise);
        Run("tar", "-cf", Temporary.Of("noise.tar"), "-C", Temporary.Of("noise"), "top");

        var tars = Directory.GetFiles(Temporary.Path, "*.tar").Order(StringComparer.Ordinal).ToArray();
        var compressed = new List<byte[]>();
        foreach (var (tar, i) in tars.Select((tar, i) => (tar, i)))
        {
            foreach (var compressor in new[] { "bzip2 -1", "bzip2 -9", "gzip -9", "xz -0 --check=none", i % 2 == 0 ? "xz -6" : "xz -T2 --block-size=4096 --check=crc32" })
            {
                Run("sh", "-c", $"{compressor} -c '{tar}' > '{Temporary.Of("one")}'");
                compressed.Add(File.ReadAllBytes(Temporary.Of("one")));
            }
        }

        return ([.. tars.Where(tar => !tar.EndsWith("noise.tar", StringComparison.Ordinal)).Select(File.ReadAllBytes)], compressed);
    }
}
