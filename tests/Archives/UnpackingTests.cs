using Dom0Iptables.Archives;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Archives;

/// <summary>What real tars hold arrives in the tree, whatever the dialect and the compression.</summary>
internal sealed class UnpackingTests : UnpackingFixture
{
    private static readonly string LongName = string.Concat(Enumerable.Repeat("a-rather-long-folder-name/", 5)) + new string('n', 120);

    [Test]
    public void A_tree_of_every_dialect_and_compression_arrives_as_tar_packed_it(
        [Values("v7", "ustar", "gnu", "pax", "oldgnu")] string format,
        [Values("bzip2", "gzip", "xz")] string compression)
    {
        var origin = MakeTree("iptables-1.4.8", withLongNames: format is "gnu" or "pax" or "oldgnu");
        var archive = Temporary.Of("released.anything");
        Run("tar", "--format", format, "--owner=1234", "--group=1234", "--use-compress-program", compression, "-cf", archive, "-C", Temporary.Of("origin"), "iptables-1.4.8");

        var tree = Unpack(archive);

        Assert.Multiple(() =>
        {
            Assert.That(Listing(Destination, folderTimes: true), Is.EqualTo(Listing(Temporary.Of("origin"), folderTimes: true)));
            Assert.That(tree.TopFolder, Is.EqualTo("iptables-1.4.8"));
            Assert.That(tree.Compression.ToString().ToLowerInvariant(), Is.EqualTo(compression));
            Assert.That(tree.Entries, Is.EqualTo(Listing(Temporary.Of("origin")).Length));
            Assert.That(File.Exists(Path.Combine(origin, "configure")), Is.True);
        });
    }

    [TestCase("pbzip2 -p2 -b1", "a1.bz2")]
    [TestCase("lbzip2 -n2", "a1.bz2")]
    [TestCase("pixz -p 2", "a1.xz")]
    [TestCase("xz -T2 --block-size=65536 --check=sha256", "a1.xz")]
    [TestCase("xz --check=crc32", "a1.xz")]
    [TestCase("xz --check=none -0", "a1.xz")]
    [TestCase("pigz -p2", "a1.gz")]
    public void What_a_parallel_compressor_writes_unpacks(string compressor, string name)
    {
        RequireTool(compressor.Split(' ')[0]);
        MakeTree("top");
        File.WriteAllText(Temporary.Of("origin", "top", "big"), Numbers(300_000));
        Run("tar", "--use-compress-program", compressor, "-cf", Temporary.Of(name), "-C", Temporary.Of("origin"), "top");

        Unpack(Temporary.Of(name));

        Assert.That(File.ReadAllText(Path.Combine(Destination, "top", "big")), Is.EqualTo(Numbers(300_000)));
    }

    [TestCase("bzip2")]
    [TestCase("xz")]
    [TestCase("gzip")]
    public void Streams_set_one_after_the_other_are_one_archive(string compressor)
    {
        var tar = new TarBuilder().Folder("top/").File("top/a", Numbers(5000)).File("top/b", Numbers(5000)).End().ToArray();
        var archive = Temporary.Of("joined");
        using (var joined = File.Create(archive))
        {
            foreach (var (part, index) in tar.Chunk(10_000).Select((part, index) => (part, index)))
            {
                File.WriteAllBytes(Temporary.Of($"part{index}"), part);
                Run(compressor, Temporary.Of($"part{index}"));
                joined.Write(File.ReadAllBytes(Directory.GetFiles(Temporary.Path, $"part{index}.*").Single()));
            }
        }

        Unpack(archive);

        Assert.That(File.ReadAllText(Path.Combine(Destination, "top", "b")), Is.EqualTo(Numbers(5000)));
    }

    [Test]
    public void A_global_pax_header_as_git_archive_writes_it_is_no_top_folder()
    {
        var tree = Unpack(new TarBuilder().GlobalPax(("comment", "0123456789")).Folder("top/").File("top/a"));

        Assert.That(tree, Is.EqualTo(new UnpackedTree("top", 2, 5, ArchiveCompression.Gzip)));
    }

    [Test]
    public void A_dot_before_the_names_makes_no_difference()
    {
        Unpack(new TarBuilder().Folder("./").Folder("./top/").File("./top//sub/./a"));

        Assert.That(Listing(Destination).Select(line => line.Split(' ')[0]), Is.EqualTo("top/ top/sub/ top/sub/a".Split(' ')));
    }

    [Test]
    public void Pax_says_path_size_and_time_better_than_the_header()
    {
        var header = TarBuilder.Header("top/short", size: 0, time: 5);
        Unpack(new TarBuilder().Pax(("path", "top/ünï/code"), ("size", "7"), ("mtime", "1274400001.999"), ("uid", "77")).Data(header, "seven!\n"u8.ToArray()));

        Assert.That(Listing(Destination).Last(), Does.StartWith("top/ünï/code 644 1274400001 "));
    }

    [Test]
    public void A_time_in_base_256_may_lie_before_1970()
    {
        var header = TarBuilder.Header("top/a");
        new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe }.CopyTo(header, 136);
        Unpack(new TarBuilder().Raw(TarBuilder.Checksummed(header)));

        Assert.That(Listing(Destination).Last(), Does.StartWith("top/a 644 -2 "));
    }

    [Test]
    public void Dangerous_modes_are_dropped_and_the_owner_keeps_access()
    {
        Unpack(new TarBuilder().Folder("top/", mode: 0).Folder("top/ro/", mode: 0x16d).File("top/ro/all", mode: 0xfff).File("top/none", mode: 0));

        Assert.That(Listing(Destination).Select(line => string.Join(' ', line.Split(' ')[..2])), Is.EqualTo("top/ 700,top/none 400,top/ro/ 755,top/ro/all 755".Split(',')));
    }

    [Test]
    public void Links_keep_their_own_time_and_hard_links_share_their_file()
    {
        var tar = new TarBuilder().Folder("top/").File("top/a", "one\n").Link("top/same", "top/a", '1').Link("top/sub/link", "../a");
        Unpack(tar);
        File.AppendAllText(Path.Combine(Destination, "top", "same"), "two\n");

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(Destination, "top", "a")), Is.EqualTo("one\ntwo\n"));
            Assert.That(Listing(Destination), Has.Member("top/sub/link -> ../a 1274400000"));
        });
    }

    [Test]
    public void The_last_of_two_files_of_one_name_counts_and_leaves_the_other_names_of_the_first_alone()
    {
        Unpack(new TarBuilder().File("top/a", "old\n").Link("top/same", "top/a", '1').File("top/a", "new\n"));

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(Destination, "top", "a")), Is.EqualTo("new\n"));
            Assert.That(File.ReadAllText(Path.Combine(Destination, "top", "same")), Is.EqualTo("old\n"));
        });
    }

    [Test]
    public void What_was_at_the_destination_and_beside_it_from_a_killed_run_is_replaced()
    {
        Temporary.Write("work/source/old/file", "old\n");
        Temporary.Write("work/source.partial/half/file", "half\n");
        Unpack(new TarBuilder().File("top/a"));

        Assert.Multiple(() =>
        {
            Assert.That(Directory.GetFileSystemEntries(Destination), Has.Length.EqualTo(1).And.Member(Path.Combine(Destination, "top")));
            Assert.That(Directory.Exists(Destination + ".partial"), Is.False);
        });
    }

    [Test]
    public void Everything_is_given_to_root_where_root_unpacks()
    {
        if (!Dom0Iptables.Machine.Posix.IsRoot)
        {
            Assert.Ignore("only root can give files away");
        }

        // A folder with setgid hands its group on, as /srv often does.
        var shared = Directory.CreateDirectory(Temporary.Of("shared")).FullName;
        Run("chown", "1234:1234", shared);
        Run("chmod", "2755", shared);
        new SourceUnpacker(giveToRoot: true).Unpack(new TarBuilder().Folder("top/").File("top/a").Link("top/l", "a").WriteTo(Temporary.Of("a")), Path.Combine(shared, "source"), Roomy, default);
        Assert.That(Run("find", Path.Combine(shared, "source", "top"), "-printf", "%U:%G "), Is.EqualTo("0:0 0:0 0:0 "));

        new SourceUnpacker(giveToRoot: false).Unpack(Temporary.Of("a"), Path.Combine(shared, "source"), Roomy, default);
        Assert.That(Run("find", Path.Combine(shared, "source", "top"), "-printf", "%U:%G "), Does.Contain("0:1234"));
    }

    [Test]
    public void A_cancelled_unpacking_leaves_nothing()
    {
        var archive = new TarBuilder().File("top/a").WriteTo(Temporary.Of("a"));

        Assert.Throws<OperationCanceledException>(() => new SourceUnpacker(false).Unpack(archive, Destination, Roomy, new CancellationToken(true)));
        Assert.That(Directory.GetFileSystemEntries(Temporary.Of("work")).Select(Path.GetFileName), Is.EquivalentTo("canary,way-out".Split(',')));
    }

    [Test]
    public void A_missing_archive_is_the_step_before()
    {
        var failure = Assert.Throws<PipelineException>(() => Unpack(Temporary.Of("nowhere.tar.bz2")));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.StepOrder));
    }

    [Test]
    public void A_full_disk_is_told_as_such_and_leaves_nothing()
    {
        if (!Dom0Iptables.Machine.Posix.IsRoot)
        {
            Assert.Ignore("only root can mount a small disk");
        }

        var disk = Directory.CreateDirectory(Temporary.Of("disk")).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk);
        try
        {
            var archive = new TarBuilder().File("top/a", Numbers(50_000)).WriteTo(Temporary.Of("a"));
            var failure = Assert.Throws<PipelineException>(() => new SourceUnpacker(false).Unpack(archive, Path.Combine(disk, "source"), Roomy, default));
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

    private static string Numbers(int count) => string.Join('\n', Enumerable.Range(0, count));

    private string MakeTree(string top, bool withLongNames = false)
    {
        var tree = Temporary.Of("origin", top);
        Temporary.Write($"origin/{top}/configure", "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(tree, "configure"), (UnixFileMode)0x1ed);
        Temporary.Write($"origin/{top}/include/empty", "");
        Temporary.Write($"origin/{top}/include/block", new string('x', 512));
        Temporary.Write($"origin/{top}/README", new string('y', 100_000));
        Directory.CreateDirectory(Path.Combine(tree, "bare"));
        Directory.CreateSymbolicLink(Path.Combine(tree, "bare", "up"), "../include");
        File.CreateSymbolicLink(Path.Combine(tree, "dangling"), "include/nothing");
        if (withLongNames)
        {
            Temporary.Write($"origin/{top}/{LongName}/ünïcode", "long\n");
            File.CreateSymbolicLink(Path.Combine(tree, "far"), LongName + "/" + string.Concat(Enumerable.Repeat("./", 40)) + "ünïcode");
        }

        Run("find", tree, "-depth", "-exec", "touch", "-h", "-d", "2010-05-21 03:04:05.678 UTC", "{}", "+");
        return tree;
    }
}
