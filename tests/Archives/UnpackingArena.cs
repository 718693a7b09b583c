using System.Runtime.InteropServices;
using Dom0Iptables.Archives;
using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Archives;

/// <summary>
/// A root of one archive's own: a place to unpack to, and around it what no archive may touch, with links to it from names that an
/// archive can guess. What the kernel says of all that is compared before and after.
/// </summary>
internal sealed class UnpackingArena : IDisposable
{
    private const int KeptModes = 0x1ed;

    private readonly TemporaryFolder _folder = new();

    public UnpackingArena()
    {
        _folder.Write("canary", "alive\n");
        _folder.Write("outside/canary", "alive\n");
        _folder.Write("outside/below/canary", "alive\n");
        _folder.Write("etc/cron.d/canary", "alive\n");
        _folder.Write("inside/canary", "alive\n");
        _folder.Write("inside/top/f", "beside\n");
        Directory.CreateDirectory(_folder.Of("reference"));
        Directory.CreateSymbolicLink(_folder.Of("inside", "way-out"), "../outside");
        Directory.CreateSymbolicLink(_folder.Of("inside", "other"), Root);
        File.CreateSymbolicLink(_folder.Of("inside", "evil"), "../outside/evil");
        File.CreateSymbolicLink(_folder.Of("evil"), "outside/evil");
    }

    /// <summary>The folder that everything is in, as hostile names have it.</summary>
    public string Root => _folder.Path;

    /// <summary>The archive's own path.</summary>
    public string Archive => _folder.Of("a");

    /// <summary>Where the archive is unpacked to.</summary>
    public string Destination => _folder.Of("inside", "source");

    /// <summary>Unpacks an archive, and sees that nothing outside of its place is another than before, that what was refused left nothing, and that what was accepted is harmless.</summary>
    /// <param name="archive">The archive's bytes.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="wasThere">Whether something lies at the destination already.</param>
    /// <returns>The refusal, or null where the archive was accepted.</returns>
    public string? Attempt(byte[] archive, UnpackLimits limits, bool wasThere)
    {
        File.WriteAllBytes(Archive, archive);
        if (wasThere)
        {
            _folder.Write("inside/source/old/file", "old\n");
        }

        // A refused archive makes and removes its folder beside the place, which changes the times of the folder above, and of no other.
        var before = Surroundings();
        string? refusal = null;
        try
        {
            new SourceUnpacker(giveToRoot: Posix.IsRoot).Unpack(Archive, Destination, limits, CancellationToken.None);
        }
        catch (PipelineException exception)
        {
            refusal = exception.Problem;
            Assert.That(exception.Code, Is.EqualTo(ExitCode.ArchiveRefused), refusal);
            Assert.That(refusal.Any(char.IsControl), Is.False, "a control character would reach the terminal");
        }

        Assert.That(Surroundings(), Is.EqualTo(before), refusal ?? "accepted");
        if (refusal is null)
        {
            RequireHarmless();
        }
        else
        {
            string[] left = wasThere ? ["old", "old/file"] : [];
            Assert.That(Directory.Exists(Destination) ? FileFacts.Below(Destination).Keys.Skip(1) : [], Is.EqualTo(left), refusal);
        }

        return refusal;

        string[] Surroundings() => [.. FileFacts.Below(Root, Destination).Select(pair => pair.Key == "inside"
            ? $"{pair.Key} {pair.Value.Mode} {pair.Value.Owner}"
            : $"{pair.Key} {pair.Value}")];
    }

    /// <summary>Sees that GNU tar makes the same of an archive: names, kinds, modes but for what is dropped, times of files, content, targets, and which names are one file.</summary>
    public async Task RequireSameAsTarAsync()
    {
        var reference = _folder.Of("reference");
        var outcome = await ProcessRunner.CaptureAsync(
            "Test",
            Command.Of("tar", "--extract", "--file", Archive, "--directory", reference, "--no-same-owner", "--same-permissions"),
            CancellationToken.None);

        // libbz2 minds code tables that no symbol of the block uses; what the block holds has its own check.
        if (outcome.StandardError.Contains("bzip2: Data integrity error", StringComparison.Ordinal))
        {
            return;
        }

        // tar minds numbers of its own dialects that nothing is made of, such as star's time of access.
        if (outcome.ExitCode != 0 && outcome.StandardError.Contains("value expected", StringComparison.Ordinal))
        {
            return;
        }

        // What follows gzip's data is ignored by gzip too, which then ends with 2.
        if (!outcome.StandardError.Contains("trailing garbage ignored", StringComparison.Ordinal))
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.StandardError);
        }

        if (!Posix.IsRoot)
        {
            await ProcessRunner.CaptureAsync("Test", Command.Of("chmod", "-R", "u+rwX", reference), CancellationToken.None);
        }

        Assert.That(string.Join('\n', Comparable(Destination)), Is.EqualTo(string.Join('\n', Comparable(reference))), outcome.StandardError);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Comparable(string folder) => FileFacts.Below(folder).Where(pair => pair.Key != ".").Select(pair =>
    {
        var facts = pair.Value;
        var mode = facts.IsLink ? 0x1ff : (facts.Mode & KeptModes) | (facts.IsFolder ? 0x1c0 : 0x100);
        return $"{pair.Key} {facts.Mode & 0xf000:x} {Convert.ToString(mode, 8)} {(facts.IsFile ? facts.Seconds : "")} {(facts.IsFolder ? "" : facts.Links)} {facts.Content}";
    });

    private void RequireHarmless()
    {
        var tree = FileFacts.Below(Destination);
        (uint, uint) owner = Posix.IsRoot ? (0u, 0u) : tree["."].Owner;
        Assert.That(Directory.GetFileSystemEntries(Destination), Has.Length.EqualTo(1));
        foreach (var (path, facts) in tree)
        {
            Assert.That(facts.IsFile || facts.IsFolder || facts.IsLink, Is.True, path);
            Assert.That(facts.Owner, Is.EqualTo(owner), path);
            if (facts.IsLink)
            {
                Assert.That(LeadsOut(path), Is.False, $"{path} -> {facts.Content}");
            }
            else
            {
                var least = facts.IsFolder ? 0x1c0 : 0x100;
                Assert.That(facts.Mode & 0xfff & ~KeptModes, Is.Zero, path);
                Assert.That(facts.Mode & least, Is.EqualTo(least), path);
            }
        }
    }

    // The kernel itself is asked: openat2 with RESOLVE_BENEATH says EXDEV where a name leads out of a folder.
    private bool LeadsOut(string path)
    {
        const long openat2 = 437;
        const int crossDevice = 18;
        var top = Directory.GetDirectories(Destination).Single();
        var descriptor = open(top, 0x210000, 0);
        Assert.That(descriptor, Is.GreaterThanOrEqualTo(0), "the top folder could not be opened");
        try
        {
            // struct open_how: O_PATH, mode, RESOLVE_BENEATH.
            var opened = syscall(openat2, descriptor, Path.GetRelativePath(top, Path.Combine(Destination, path)), [0x200000, 0, 8], 24);
            if (opened >= 0)
            {
                _ = close((int)opened);
            }

            return opened < 0 && Marshal.GetLastPInvokeError() == crossDevice;
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long syscall(long number, long folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, long[] how, long size);
}
