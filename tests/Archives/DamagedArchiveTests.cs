using Dom0Iptables.Archives;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Archives;

/// <summary>An archive that was cut or changed anywhere is refused, or gives the very same tree.</summary>
internal sealed class DamagedArchiveTests : UnpackingFixture
{
    private static TarBuilder Tar => new TarBuilder().Folder("top/").File("top/a", Noise(3000)).Link("top/l", "a").File("top/b", Noise(600));

    [Test]
    public void A_bit_changed_anywhere_is_refused_or_makes_no_difference([Values("bzip2", "gzip", "xz")] string compressor)
    {
        var whole = Compress(Tar.End(), compressor);
        Unpack(Temporary.Write("whole", ""), whole);
        var expected = Listing(Destination, folderTimes: true);
        var random = new Random(148);
        var refused = 0;
        for (var i = 0; i < whole.Length; i += 1 + (whole.Length / 150))
        {
            var damaged = whole.ToArray();
            damaged[i] ^= (byte)(1 << random.Next(8));
            refused += RefusedOrSame(damaged, expected, $"a bit of byte {i} of {whole.Length}") ? 1 : 0;
        }

        Assert.That(refused, Is.GreaterThan(100), "hardly any damage was noticed");
    }

    [Test]
    public void A_cut_anywhere_is_refused([Values("bzip2", "gzip", "xz")] string compressor)
    {
        var whole = Compress(Tar.End(), compressor);
        for (var length = 1; length < whole.Length; length += 1 + (whole.Length / 60))
        {
            Assert.That(RefusedOrSame(whole[..length], [], $"{length} of {whole.Length} bytes"), Is.True);
        }

        Assert.That(RefusedOrSame(whole[..^1], [], "all but the last byte"), Is.True);
    }

    [Test]
    public void A_tar_cut_at_any_block_is_refused_as_truncated()
    {
        var whole = Tar.End().ToArray();
        for (var length = 512; length < whole.Length; length += 512)
        {
            AssertRefused(TarBuilder.Write(whole[..length], Temporary.Of("cut")), "it is truncated");
        }

        AssertRefused(TarBuilder.Write(whole[..700], Temporary.Of("cut")), "it is truncated");
    }

    [Test]
    public void An_archive_without_entries_is_refused() => AssertRefused(new TarBuilder(), "it holds no entries");

    [Test]
    public void A_header_with_a_wrong_checksum_is_refused_and_not_taken_for_the_end()
    {
        var header = TarBuilder.Header("top/second");
        header[0] = (byte)'T';
        AssertRefused(Tar.Raw(header), "the header after entry 'top/b' has a wrong checksum");

        header = TarBuilder.Header("PaxHeader", 'x', size: 0);
        header[1]++;
        AssertRefused(Tar.Raw(header), "has a wrong checksum");
    }

    [Test]
    public void What_follows_the_end_of_the_tar_is_not_unpacked_and_has_an_end()
    {
        Assert.That(Unpack(TarBuilder.Write(Tar.End(3).File("top/hidden").End().ToArray(), Temporary.Of("a"))).Entries, Is.EqualTo(4));
        AssertRefused(TarBuilder.Write(Tar.End((17 << 20) / 512).ToArray(), Temporary.Of("a")), "more than 16 MiB follow its end-of-archive mark");
    }

    [Test]
    public void A_single_block_of_zeros_between_entries_is_refused()
    {
        AssertRefused(TarBuilder.Write(Tar.End(1).File("top/hidden").End().ToArray(), Temporary.Of("a")), "a block of zeros stands between its entries");
    }

    [Test]
    public void What_follows_the_compressed_data_is_refused_in_bzip2_and_xz([Values("bzip2", "xz")] string compressor)
    {
        File.WriteAllBytes(Temporary.Of("a"), [.. Compress(Tar.End(), compressor), .. "garbage!"u8]);

        AssertRefused(Temporary.Of("a"), $"its {compressor} data are corrupt or truncated");
    }

    [TestCase("xz --check=crc32", "its xz data are corrupt or truncated (a block's check does not fit its data)")]
    [TestCase("xz --check=crc64", "its xz data are corrupt or truncated (a block's check does not fit its data)")]
    [TestCase("xz --check=sha256", "its xz data are corrupt or truncated (a block's check does not fit its data)")]
    [TestCase("bzip2", "its bzip2 data are corrupt or truncated")]
    [TestCase("gzip", "its gzip data are corrupt or truncated (GZIP crc sum mismatch")]
    public void Changed_data_are_told_by_the_check_of_the_compression_and_not_by_what_they_make_of_the_tar(string compressor, string words)
    {
        // Random bytes are stored as they are by xz and gzip: no decoder stumbles over a changed one.
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        var archive = Compress(Tar.Data(TarBuilder.Header("top/noise", size: noise.Length), noise).End(), compressor);
        archive[archive.Length * 7 / 8] ^= 1;
        File.WriteAllBytes(Temporary.Of("a"), archive);

        AssertRefused(Temporary.Of("a"), words);
    }

    [TestCase(-20, "index")]
    [TestCase(-13, "index")]
    [TestCase(-10, "footer")]
    [TestCase(-7, "footer")]
    public void The_index_and_the_footer_of_xz_are_checked(int fromEnd, string words)
    {
        var archive = Compress(Tar.End(), "xz");
        archive[^-fromEnd] ^= 1;
        File.WriteAllBytes(Temporary.Of("a"), archive);

        AssertRefused(Temporary.Of("a"), words);
    }

    [Test]
    public void A_huge_dictionary_is_refused_before_it_is_allocated()
    {
        File.WriteAllBytes(Temporary.Of("tar"), Tar.End().ToArray());
        Run("sh", "-c", $"xz --lzma2=dict=512MiB,mode=fast,mf=hc3,nice=8,depth=1 -c '{Temporary.Of("tar")}' > '{Temporary.Of("a.xz")}'");

        AssertRefused(Temporary.Of("a.xz"), "a dictionary of more than 128 MiB");
    }

    [Test]
    public void A_bomb_ends_at_the_recipes_limit([Values("bzip2", "gzip", "xz")] string compressor)
    {
        // 16 MiB of zeros after an honest header, in a few kilobytes.
        var tar = Tar.Data(TarBuilder.Header("top/bomb", size: 16 << 20), new byte[16 << 20]).End();
        File.WriteAllBytes(Temporary.Of("bomb"), Compress(tar, compressor));

        AssertRefused(Temporary.Of("bomb"), "takes the tree over 1000000 bytes", new UnpackLimits(1_000_000, 10));
    }

    [TestCase("", "it is empty")]
    [TestCase("<!DOCTYPE html><html><body>404</body></html>", "it looks like an HTML page")]
    [TestCase("\n <HTML>moved", "it looks like an HTML page")]
    [TestCase("404: Not Found", "it looks like text that begins '404: Not Found'")]
    [TestCase("PK\u0003\u0004\u0014", "it looks like a zip file")]
    [TestCase("\u0000\u0000\u0000", "it holds nothing but zeros")]
    [TestCase("\u0001\u0002\u007f", "it begins with the bytes 01027f")]
    public void What_is_no_archive_is_called_what_it_looks_like(string content, string words) => AssertRefused(Temporary.Write("iptables-1.4.8.tar.bz2", content), words);

    [Test]
    public void A_tar_without_compression_is_called_so()
    {
        File.WriteAllBytes(Temporary.Of("a.tar.bz2"), Tar.End().ToArray());

        AssertRefused(Temporary.Of("a.tar.bz2"), "it looks like a tar archive without compression");
    }

    private static string Noise(int length)
    {
        var random = new Random(length);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(' ', '~')));
    }

    private byte[] Compress(TarBuilder tar, string compressor)
    {
        File.WriteAllBytes(Temporary.Of("tar"), tar.ToArray());
        Run("sh", "-c", $"{compressor} -c '{Temporary.Of("tar")}' > '{Temporary.Of("compressed")}'");
        var bytes = File.ReadAllBytes(Temporary.Of("compressed"));
        File.Delete(Temporary.Of("tar"));
        File.Delete(Temporary.Of("compressed"));
        return bytes;
    }

    private UnpackedTree Unpack(string path, byte[] archive)
    {
        File.WriteAllBytes(path, archive);
        return Unpack(path);
    }

    private bool RefusedOrSame(byte[] archive, string[] expected, string what)
    {
        try
        {
            Unpack(Temporary.Of("damaged"), archive);
        }
        catch (PipelineException exception)
        {
            Assert.That(exception.Code, Is.EqualTo(ExitCode.ArchiveRefused), $"{what}: {exception.Message}");
            Assert.That(Directory.Exists(Destination + ".partial"), Is.False, what);
            return true;
        }

        Assert.That(Listing(Destination, folderTimes: true), Is.EqualTo(expected), what);
        return false;
    }
}
