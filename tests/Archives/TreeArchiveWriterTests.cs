using Dom0Iptables.Archives;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Archives;

/// <summary>The archive of the built tree, as tar sees it.</summary>
internal sealed class TreeArchiveWriterTests : UnpackingFixture
{
    private static readonly DateTimeOffset Newest = DateTimeOffset.FromUnixTimeSeconds(1274400000);
    private static readonly string Long = string.Concat(Enumerable.Repeat("ünï-long-folder/", 10)) + new string('n', 110);

    private string Archive => Temporary.Of("artifacts", "iptables-1.4.8-100521.tar.bz2");

    [Test]
    public void Tar_lists_it_as_roots_with_normal_modes_and_clamped_times()
    {
        MakeTree();
        Write();

        var lines = Run("tar", "--utc", "--quoting-style=literal", "-tvjf", Archive).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(string.Join('\n', lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))), Is.EqualTo("""
            drwxr-xr-x root/root 0 2010-05-21 00:00 iptables-1.4.8/
            -rw-r--r-- root/root 5 2010-05-21 00:00 iptables-1.4.8/a-b
            drwxr-xr-x root/root 0 2010-05-21 00:00 iptables-1.4.8/a/
            -rwxr-xr-x root/root 3 2001-02-03 04:05 iptables-1.4.8/a/run
            -rwxr-xr-x root/root 3 2001-02-03 04:05 iptables-1.4.8/a/run-too
            lrwxrwxrwx root/root 0 2010-05-21 00:00 iptables-1.4.8/link -> a/run
            """));
    }

    [Test]
    public void Tar_unpacks_the_same_tree_with_long_and_foreign_names()
    {
        MakeTree();
        Temporary.Write($"tree/{Long}/ünïcode", "far\n");
        Temporary.Write("tree/" + new string('m', 84), "exactly 100 bytes with the top folder\n");
        File.CreateSymbolicLink(Temporary.Of("tree", "far"), Long + "/ünïcode");
        File.WriteAllBytes(Temporary.Of("tree", "big"), [.. Enumerable.Range(0, 2_000_000).Select(i => (byte)(i * i >> 5))]);
        Write();

        Run("bzip2", "-t", Archive);
        Directory.CreateDirectory(Temporary.Of("back"));
        Run("tar", "-xjf", Archive, "-C", Temporary.Of("back"));
        Run("diff", "-r", "--no-dereference", Temporary.Of("tree"), Temporary.Of("back", "iptables-1.4.8"));

        var tree = Unpack(Archive);
        Assert.Multiple(() =>
        {
            Assert.That(tree.TopFolder, Is.EqualTo("iptables-1.4.8"));
            Assert.That(Listing(Destination, folderTimes: true), Is.EqualTo(Listing(Temporary.Of("back"), folderTimes: true)));
        });
    }

    [Test]
    public void Neither_umask_nor_owner_nor_order_of_making_nor_a_later_clock_changes_a_byte()
    {
        MakeTree();
        Write();
        var first = File.ReadAllBytes(Archive);

        Directory.Move(Temporary.Of("tree"), Temporary.Of("old"));
        Directory.CreateDirectory(Temporary.Of("tree"));
        foreach (var entry in Directory.GetFileSystemEntries(Temporary.Of("old")).OrderDescending())
        {
            Run("cp", "-a", entry, Temporary.Of("tree"));
        }

        Run("chmod", "-R", "go-rwx", Temporary.Of("tree"));
        Run("touch", "-h", Temporary.Of("tree", "a-b"), Temporary.Of("tree", "link"));
        if (Dom0Iptables.Machine.Posix.IsRoot)
        {
            Run("chown", "-Rh", "1234:1234", Temporary.Of("tree"));
        }

        Write();
        Assert.That(File.ReadAllBytes(Archive), Is.EqualTo(first));
    }

    [Test]
    public void What_is_to_be_left_out_is_left_out_with_all_below_it()
    {
        MakeTree();
        TreeArchiveWriter.Write(Temporary.Of("tree"), "top", Archive, Newest, default, path => path is "a" or "link");

        Assert.That(Run("tar", "-tjf", Archive), Is.EqualTo("top/\ntop/a-b\n"));
    }

    [Test]
    public void A_fifo_is_refused_and_leaves_no_archive()
    {
        MakeTree();
        Run("mkfifo", Temporary.Of("tree", "a", "fifo"));

        var failure = Assert.Throws<PipelineException>(Write);
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.ArchiveRefused));
            Assert.That(failure.Problem, Does.Contain("'a/fifo' is a socket, FIFO or device"));
            Assert.That(Directory.Exists(Temporary.Of("artifacts")), Is.False);
        });
    }

    [Test]
    public void A_name_that_is_not_utf8_is_refused()
    {
        MakeTree();
        Run("sh", "-c", $"touch \"{Temporary.Of("tree")}/$(printf 'caf\\351')\"");

        Assert.That(Assert.Throws<PipelineException>(Write)!.Problem, Does.Contain("not UTF-8"));

        // .NET cannot remove it.
        Run("rm", "-r", Temporary.Of("tree"));
    }

    [Test]
    public void A_missing_tree_is_the_step_before() =>
        Assert.That(Assert.Throws<PipelineException>(Write)!.Code, Is.EqualTo(ExitCode.StepOrder));

    [Test]
    public void A_cancelled_archive_leaves_the_one_before()
    {
        MakeTree();
        Write();
        var first = File.ReadAllBytes(Archive);

        Assert.Throws<OperationCanceledException>(() => TreeArchiveWriter.Write(Temporary.Of("tree"), "other", Archive, Newest, new CancellationToken(true)));
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(Archive), Is.EqualTo(first));
            Assert.That(Directory.GetFiles(Temporary.Of("artifacts")), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public void Any_number_of_workers_makes_the_bytes_that_bzip2_alone_makes()
    {
        // Noise fills a block in 900 kB, zeros in 46 MB, text somewhere between.
        MakeTree();
        File.WriteAllBytes(Temporary.Of("tree", "noise"), Noise(2_000_000));
        File.WriteAllBytes(Temporary.Of("tree", "zeros"), new byte[48_000_000]);
        File.WriteAllText(Temporary.Of("tree", "text"), string.Join('\n', Enumerable.Range(0, 200_000).Select(i => new string(' ', i % 9) + i)));
        Write(1);
        AssertAsBzip2Makes();

        var one = File.ReadAllBytes(Archive);
        foreach (var workers in new[] { 2, 8 })
        {
            Write(workers);
            Assert.That(File.ReadAllBytes(Archive).SequenceEqual(one), Is.True, $"{workers} workers");
        }
    }

    [TestCase("noise")]
    [TestCase("pairs")]
    [TestCase("runs of 4")]
    [TestCase("runs of 255")]
    [TestCase("runs of 256")]
    public void A_block_that_ends_anywhere_ends_where_bzip2_ends_it(string kind)
    {
        var period = kind switch { "noise" => 0, "pairs" => 2, "runs of 4" => 4, "runs of 255" => 255, _ => 256 };
        foreach (var length in period > 4 ? new[] { 45_000_000 } : [719_000, 719_500, 898_420, 898_432, 898_433, 898_950, 1_797_000])
        {
            Directory.CreateDirectory(Temporary.Of("tree"));
            File.WriteAllBytes(Temporary.Of("tree", "f"), period == 0 ? Noise(length) : [.. Enumerable.Range(0, length).Select(i => (byte)(i / period))]);
            Write(2);

            AssertAsBzip2Makes();
        }
    }

    [Test]
    public void An_empty_tree_is_an_archive_of_its_folder()
    {
        Directory.CreateDirectory(Temporary.Of("tree"));
        Write();

        AssertAsBzip2Makes();
        Assert.That(Run("tar", "-tjf", Archive), Is.EqualTo("iptables-1.4.8/\n"));
        Assert.That(Unpack(Archive).Entries, Is.EqualTo(1));
    }

    [Test]
    public void A_reader_of_one_stream_reads_it_all()
    {
        MakeTree();
        File.WriteAllBytes(Temporary.Of("tree", "noise"), Noise(3_000_000));
        Write();

        // BZ2Decompressor stops at the end of the first stream.
        RequireTool("python3");
        Run("python3", "-c", "import bz2, sys; d = bz2.BZ2Decompressor(); n = len(d.decompress(open(sys.argv[1], 'rb').read())); assert n > 3000000 and d.eof and not d.unused_data, n", Archive);
    }

    [TestCase(8)]
    [TestCase(800)]
    [TestCase(4000)]
    public void A_full_disk_is_told_as_such_however_late_it_shows(int kibibytes)
    {
        if (!Dom0Iptables.Machine.Posix.IsRoot)
        {
            Assert.Ignore("only root can mount a small disk");
        }

        // Of noise: a block of bzip2, 900 kB, is written when those before it are, the rest when the stream is closed.
        MakeTree();
        File.WriteAllBytes(Temporary.Of("tree", "noise"), Noise(kibibytes * 1100));
        var disk = Directory.CreateDirectory(Temporary.Of("disk")).FullName;
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "none", disk);
        try
        {
            var failure = Assert.Throws<PipelineException>(() => TreeArchiveWriter.Write(Temporary.Of("tree"), "top", Path.Combine(disk, "a.tar.bz2"), Newest, default));
            Assert.Multiple(() =>
            {
                Assert.That(failure.Code, Is.EqualTo(ExitCode.Storage));
                Assert.That(failure.Problem, Does.Contain("No space left"));
                Assert.That(Directory.GetFileSystemEntries(disk), Is.Empty);
            });
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private void Write() => Write(null);

    private void Write(int? workers) =>
        TreeArchiveWriter.Write(Temporary.Of("tree"), "iptables-1.4.8", Archive, Newest, CancellationToken.None, workers: workers);

    private void AssertAsBzip2Makes() => Run("sh", "-c", $"bzip2 -t '{Archive}' && bzip2 -dc '{Archive}' | bzip2 -9 | cmp - '{Archive}'");

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private void MakeTree()
    {
        Temporary.Write("tree/a-b", "text\n");
        File.SetUnixFileMode(Temporary.Of("tree", "a-b"), (UnixFileMode)0x1b6);
        var run = Temporary.Write("tree/a/run", "run");
        File.SetUnixFileMode(run, (UnixFileMode)0x9c0);
        File.SetLastWriteTimeUtc(run, new DateTime(2001, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc));
        Run("ln", run, run + "-too");
        File.CreateSymbolicLink(Temporary.Of("tree", "link"), "a/run");
    }
}
