using System.Globalization;
using System.IO.Compression;
using Dom0Iptables.Archives;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Archives;

/// <summary>
/// Bombs end at the recipe's limits. What one costs is told by the runtime's and the kernel's own counts for the thread, and not by
/// a clock: every byte allocated (which bounds the memory held at once too), read of the archive, and written to the disk.
/// </summary>
internal sealed class BombTests : UnpackingFixture
{
    private const int Megabyte = 1 << 20;

    private static readonly UnpackLimits Limits = new(Megabyte, 1000);

    private static readonly byte[] Zeros = new byte[8 * Megabyte];

    [Test]
    public void Gigabytes_after_the_end_are_not_unpacked([Values("bzip2", "gzip", "xz")] string compressor)
    {
        // Ten gigabytes of zeros in streams set one after the other.
        var stream = CompressedZeros(compressor);
        using (var file = File.Create(Temporary.Of("bomb")))
        {
            file.Write(Compressed.By(compressor, new TarBuilder().File("top/a").End().ToArray()));
            for (var i = 0; i < 1280; i++)
            {
                file.Write(stream);
            }

            // And so much that it cannot be read by chance.
            file.Write(new byte[4 * Megabyte]);
        }

        AssertStops("more than 16 MiB follow its end-of-archive mark", allocated: 24 * Megabyte, read: 2 * Megabyte);
    }

    [Test]
    public void A_huge_file_is_not_unpacked_by_a_byte([Values("bzip2", "gzip", "xz")] string compressor)
    {
        var stream = CompressedZeros(compressor);
        using (var file = File.Create(Temporary.Of("bomb")))
        {
            file.Write(Compressed.By(compressor, TarBuilder.Header("top/huge", size: 0x1ffffffff)));
            for (var i = 0; i < 1024; i++)
            {
                file.Write(stream);
            }
        }

        AssertStops("takes the tree over 1048576 bytes", allocated: 24 * Megabyte, read: 2 * Megabyte, written: 0);
    }

    [TestCase("size", "8589934592", "takes the tree over")]
    [TestCase("GNU.sparse.realsize", "1099511627776", "sparse file")]
    [TestCase("GNU.sparse.size", "1099511627776", "sparse file")]
    public void A_size_told_by_pax_is_not_believed_before_it_is_allowed(string key, string value, string words)
    {
        new TarBuilder().Pax((key, value)).File("top/huge").WriteTo(Temporary.Of("bomb"));

        AssertStops(words, allocated: 2 * Megabyte, read: Megabyte, written: 0);
    }

    [Test]
    public void A_sparse_terabyte_is_not_made()
    {
        using (var sparse = File.Create(Temporary.Of("sparse")))
        {
            sparse.SetLength(1L << 40);
        }

        Run("tar", "--sparse", "--format=gnu", "-czf", Temporary.Of("bomb"), "-C", Temporary.Path, "sparse");
        File.Delete(Temporary.Of("sparse"));

        AssertStops("sparse file", allocated: 2 * Megabyte, read: Megabyte, written: 0);
    }

    [TestCase('5', "more than 1000 entries")]
    [TestCase('0', "more than 1000 entries")]
    [TestCase('2', "more than 1000 entries")]
    [TestCase('g', "more than 1000 global PAX headers")]
    public void Entries_without_end_end_at_the_limit(char type, string words) =>
        AssertEndless(i => TarBuilder.Header($"top/{i}", type, link: "a"), 30_000, words, allocated: 8 * Megabyte, read: Megabyte / 4);

    [Test]
    public void Entries_of_one_name_count_each() =>
        AssertEndless(_ => TarBuilder.Header("./", '5'), 30_000, "more than 1000 entries", allocated: 4 * Megabyte, read: Megabyte / 8);

    [TestCase('L')]
    [TestCase('K')]
    [TestCase('x')]
    [TestCase('g')]
    public void Names_and_headers_without_end_end_at_the_limit(char type)
    {
        var isPax = type is 'x' or 'g';
        var text = isPax ? "1000000 comment=" + new string('c', 1_000_000 - 17) + "\n" : "top/" + string.Concat(Enumerable.Repeat("./", 1500)) + "f\0";
        var block = new TarBuilder().Data(TarBuilder.Header("header", type, text.Length), [.. text.Select(c => (byte)c)]).File("top/a").ToArray();

        AssertEndless(_ => block, 500, "its long names and PAX headers take more than 1048576 bytes", allocated: 24 * Megabyte, read: Megabyte);
    }

    [Test]
    public void Folders_that_no_entry_names_count_too() =>
        AssertEndless(i => new TarBuilder().LongName("top/" + i + string.Concat(Enumerable.Repeat("/d", 1500)) + "/f").File("top/f").ToArray(), 100, "more than 1000 entries", allocated: 64 * Megabyte, read: Megabyte);

    [Test]
    public void Links_through_links_are_not_followed_for_long()
    {
        // Deep down, each of a thousand targets goes in and out of a folder eight hundred times, and through the next one.
        const string deep = "top/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/";
        AssertEndless(
            i => new TarBuilder().LongName(string.Concat(Enumerable.Repeat("x/../", 150)) + $"l{i + 1}", 'K').Link($"{deep}l{i}", "short").ToArray(),
            900,
            "too many links",
            allocated: 48 * Megabyte,
            read: Megabyte);
    }

    [Test]
    public void Empty_blocks_of_bzip2_do_not_end_the_stack()
    {
        // libbz2 refuses one; SharpCompress calls itself at each.
        var bits = new Bits();
        bits.Add(0x425a6839, 32);
        for (var i = 0; i < 50_000; i++)
        {
            bits.Add(0x314159265359, 48);
            bits.Add(0, 32 + 1 + 24 + 16);
            bits.Add(0b010_000000000000001_0, 19);
            bits.Add(0b00001_0_0_00001_0_0, 14);
            bits.Add(1, 1);
        }

        bits.Add(0x177245385090, 48);
        bits.Add(0, 32);
        File.WriteAllBytes(Temporary.Of("bomb"), bits.ToArray());

        AssertStops("empty block follows empty block", allocated: 64 * Megabyte, read: 2 * Megabyte, written: 0);
    }

    [Test]
    public void Streams_of_next_to_nothing_do_not_cost_more_than_they_hold([Values("", "a")] string content)
    {
        var stream = Compressed.By("bzip2", [.. content.Select(c => (byte)c)]);
        stream[3] = (byte)'9';
        AssertRepeated(stream, 100_000, "more than any compressor makes", allocated: 1024 * Megabyte, read: Megabyte);
    }

    [Test]
    public void Empty_streams_of_xz_are_read_once()
    {
        var stream = StoredXz.Of([]);
        AssertRepeated(stream, 50_000, "it is truncated", allocated: 256 * Megabyte, read: (50_000 * stream.Length) + Megabyte);
    }

    [Test]
    public void Empty_members_of_gzip_are_read_once()
    {
        var member = Compressed.By("gzip", []);
        var header = member.Length == 0 ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0] : member;
        AssertRepeated(header, 50_000, "it is truncated", allocated: 256 * Megabyte, read: (50_000 * header.Length) + Megabyte);
    }

    [Test]
    public void Blocks_of_xz_with_large_dictionaries_share_one()
    {
        // 2000 blocks of one byte, each of which asks for 128 MiB.
        byte[] one = [0];
        var blocks = Enumerable.Repeat(((byte[])[1, 0, 0, 0, 0], 1L, StoredXz.Crc(one)), 2000).ToArray();
        File.WriteAllBytes(Temporary.Of("bomb"), StoredXz.Of(blocks, dictionary: 30));

        AssertStops("", allocated: 160 * Megabyte, read: Megabyte, written: 0);
    }

    [Test]
    public void Properties_of_lzma2_that_ask_for_megabytes_are_refused()
    {
        // lc = 8 and lp = 4, where the format allows four together: 12 MB of literal models for each chunk of twelve bytes.
        const byte properties = (4 * 9) + 8;
        byte[] chunk = [0xe0, 0, 0, 0, 5, properties, 0, 0, 0, 0, 0, 0];
        File.WriteAllBytes(Temporary.Of("bomb"), StoredXz.Of([([.. Enumerable.Repeat(chunk, 500).SelectMany(bytes => bytes), 0], 500, [0, 0, 0, 0])]));

        AssertStops("properties that the format forbids", allocated: 8 * Megabyte, read: Megabyte, written: 0);
    }

    private byte[] CompressedZeros(string compressor)
    {
        File.WriteAllBytes(Temporary.Of("zeros"), Zeros);
        Run(compressor, Temporary.Of("zeros"));
        return File.ReadAllBytes(Directory.GetFiles(Temporary.Path, "zeros.*").Single());
    }

    private void AssertRepeated(byte[] part, int times, string words, long allocated, long read)
    {
        using (var file = File.Create(Temporary.Of("bomb")))
        {
            for (var i = 0; i < times; i++)
            {
                file.Write(part);
            }
        }

        AssertStops(words, allocated, read, written: 0);
    }

    private void AssertEndless(Func<int, byte[]> block, int times, string words, long allocated, long read)
    {
        using (var file = File.Create(Temporary.Of("bomb")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(TarBuilder.Header("top/", '5'));
            for (var i = 0; i < times; i++)
            {
                gzip.Write(block(i));
            }

            gzip.Write(new byte[1024]);
        }

        AssertStops(words, allocated, read);
    }

    private void AssertStops(string words, long allocated, long read, long written = 2 * Megabyte)
    {
        // The first time, the runtime reads and allocates for itself.
        var fine = new TarBuilder().File("top/a").WriteTo(Temporary.Of("fine"));
        Unpack(fine);
        Directory.Delete(Destination, recursive: true);

        var before = Counts();
        var failure = Assert.Throws<PipelineException>(() => Unpack(Temporary.Of("bomb"), Limits));
        var after = Counts();
        var (allocatedBytes, readBytes, writtenBytes) = (after.Allocated - before.Allocated, after.Read - before.Read, after.Written - before.Written);
        TestContext.Out.WriteLine($"{new FileInfo(Temporary.Of("bomb")).Length} bytes of archive: {allocatedBytes} allocated, {readBytes} read, {writtenBytes} written; {failure.Problem}");
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.ArchiveRefused));
            Assert.That(failure.Problem, Does.Contain(words));
            Assert.That(allocatedBytes, Is.LessThan(allocated), "memory");
            Assert.That(readBytes, Is.LessThan(read), "the archive");
            Assert.That(writtenBytes, Is.LessThanOrEqualTo(written + 4096), "the disk (and what the runtime writes to wake a thread)");
            Assert.That(Directory.GetFileSystemEntries(Temporary.Of("work")).Select(Path.GetFileName), Is.EquivalentTo("canary,way-out".Split(',')));
        });
    }

    private static (long Allocated, long Read, long Written) Counts()
    {
        const string path = "/proc/thread-self/io";
        if (!File.Exists(path))
        {
            Assert.Ignore("the kernel does not count what a thread reads and writes");
        }

        var lines = File.ReadAllLines(path).Select(line => line.Split(": ")).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
        return (GC.GetAllocatedBytesForCurrentThread(), lines["rchar"], lines["wchar"]);
    }
}
