namespace Dom0Iptables.Tests.Archives;

/// <summary>What generated and damaged archives have shown, each as the smallest archive that shows it.</summary>
internal sealed class FoundByFuzzingTests : UnpackingFixture
{
    private static TarBuilder Tar => new TarBuilder().Folder("top/").File("top/first");

    [Test]
    public void A_file_that_is_named_as_a_folder_is_refused()
    {
        AssertRefused(Tar.File("top/a/."), "entry 'top/a/.' has a folder's name and is none");
        AssertRefused(Tar.Link("top/a/./", "first"), "has a folder's name and is none");
        AssertRefused(Tar.Link("top/h", "top/first/.", '1'), "is a hard link to 'top/first/.', which is a folder's name");
        AssertRefused(Tar.Link("top/h", "top/first/", '1'), "is a hard link to 'top/first/', which is a folder's name");
    }

    [TestCase("path")]
    [TestCase("linkpath")]
    [TestCase("size")]
    [TestCase("mtime")]
    public void A_pax_value_that_is_taken_back_is_refused_as_gnu_tar_takes_it_for_an_empty_one(string key) =>
        AssertRefused(Tar.Pax((key, "1"), (key, "")).File("top/a"), $"a PAX header of it is malformed: its {key} is empty");

    [Test]
    public void A_global_header_after_a_global_time_is_refused_as_gnu_tar_forgets_the_time() =>
        AssertRefused(Tar.GlobalPax(("mtime", "5")).GlobalPax(("comment", "c")).File("top/a"), "a global PAX header follows one that gives every entry a time");

    [Test]
    public void A_long_name_without_an_end_is_refused_as_gnu_tar_reads_on_behind_it()
    {
        var header = TarBuilder.Header("././@LongLink", 'L', size: 5, magic: "ustar  \0");
        AssertRefused(Tar.Raw(header).Raw([.. "top/a/../../../evil"u8, .. new byte[512 - 19]]).File("top/a"), "the long name after entry 'top/first' has no end");
    }

    [Test]
    public void A_link_with_two_targets_is_refused_as_gnu_tar_may_keep_the_first()
    {
        AssertRefused(Tar.Link("top/l", "../../outside").Link("top/l", "first"), "entry 'top/l' comes twice, as a link to '../../outside' and to 'first'");
        Assert.That(Unpack(Tar.Link("top/l", "first").Link("top/l", "first")).Entries, Is.EqualTo(4));
    }

    [Test]
    public void A_header_whose_numbers_are_none_is_refused_even_where_pax_has_better_ones()
    {
        var header = TarBuilder.Header("top/a");
        "yesterday"u8.CopyTo(header.AsSpan(136));
        AssertRefused(Tar.Pax(("mtime", "5")).Raw(TarBuilder.Checksummed(header)), "has a time that is not a number");
        header = TarBuilder.Header("top/a");
        "12x"u8.CopyTo(header.AsSpan(124));
        AssertRefused(Tar.Pax(("size", "0")).Raw(TarBuilder.Checksummed(header)), "has a size that is not a number");
    }

    [TestCase(108, "0001750\u0002", "user")]
    [TestCase(116, "0001750\u0002", "group")]
    [TestCase(116, "\u0080\0\0\u0001\0\0\0\0", "group")]
    [TestCase(108, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "user")]
    public void An_owner_that_is_no_number_is_refused_as_gnu_tar_does_though_nobody_reads_it(int offset, string field, string what)
    {
        var header = TarBuilder.Header("top/a");
        System.Text.Encoding.Latin1.GetBytes(field).CopyTo(header.AsSpan(offset));
        AssertRefused(Tar.Raw(TarBuilder.Checksummed(header)), $"entry 'top/a' has a {what} that is not a number");
    }

    [TestCase("atime", "!795580067.278456468", "a time is not a number")]
    [TestCase("ctime", "yesterday", "a time is not a number")]
    [TestCase("uid", "12x", "an owner is not a number")]
    [TestCase("gid", "-1", "an owner is not a number")]
    public void A_pax_value_that_only_others_read_must_be_one_all_the_same(string key, string value, string problem) =>
        AssertRefused(Tar.Pax((key, value)).File("top/a"), problem);

    [TestCase("BZh")]
    [TestCase("BZh0")]
    [TestCase("BZ")]
    public void A_beginning_of_bzip2_after_its_end_is_refused(string junk)
    {
        File.WriteAllBytes(Temporary.Of("a"), [.. Compressed.By("bzip2", Tar.End().ToArray()), .. junk.Select(c => (byte)c)]);

        AssertRefused(Temporary.Of("a"), $"{junk.Length} bytes that are not bzip2 data follow its end");
    }

    [Test]
    public void A_chunk_of_xz_that_does_not_begin_with_zero_is_refused_without_a_check_too()
    {
        File.WriteAllBytes(Temporary.Of("tar"), Tar.End().ToArray());
        Run("xz", "--check=none", Temporary.Of("tar"));
        var archive = File.ReadAllBytes(Temporary.Of("tar.xz"));

        // The stream's header takes 12 bytes, the block's as many fours as its first byte says and one more, the chunk's head 6.
        var first = 12 + ((archive[12] + 1) * 4) + 6;
        Assert.That(archive[first], Is.Zero, "the range coder does not begin there");
        archive[first] = 0x20;
        File.WriteAllBytes(Temporary.Of("a"), archive);

        AssertRefused(Temporary.Of("a"), "its xz data are corrupt or truncated (a chunk that does not begin with zero)");
    }
}
