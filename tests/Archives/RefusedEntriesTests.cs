using Dom0Iptables.Archives;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Entries that no source release has: each is refused by its own sentence, and nothing is written.</summary>
internal sealed class RefusedEntriesTests : UnpackingFixture
{
    private static TarBuilder Tar => new TarBuilder().Folder("top/").File("top/first");

    [TestCase("/etc/cron.d/evil", "entry '/etc/cron.d/evil' is refused: its name is absolute")]
    [TestCase("top/../../outside/evil", "climbs with '..'")]
    [TestCase("..", "climbs with '..'")]
    [TestCase("top/a/..", "climbs with '..'")]
    [TestCase("", "its name is empty")]
    [TestCase("top/new\nline", "entry 'top/new\\x0aline' is refused: its name holds a control character")]
    [TestCase("top/\u001b[2J", "control character")]
    [TestCase("top/\u0085", "control character")]
    [TestCase("other/a", "is in a second top folder, where the first is 'top'")]
    [TestCase("./other/a", "second top folder")]
    [TestCase("loose", "beside the top folder")]
    public void A_name_that_leads_elsewhere_is_refused(string name, string words) => AssertRefused(Tar.File(name, "evil\n"), words);

    [TestCase("/etc/cron.d/evil")]
    [TestCase("top/../../outside/evil")]
    public void A_name_that_leads_elsewhere_is_refused_from_a_pax_header_and_a_long_name_too(string name)
    {
        AssertRefused(Tar.Pax(("path", name)).File("top/fine"), $"entry '{name}' is refused");
        AssertRefused(Tar.LongName(name).File("top/fine"), $"entry '{name}' is refused");
        AssertRefused(Tar.Raw(TarBuilder.Header(name[(name.IndexOf('/') + 1)..], prefix: name.Split('/')[0] is "" ? "/" : name.Split('/')[0])), "is refused");
    }

    [Test]
    public void A_nul_within_a_name_is_refused()
    {
        AssertRefused(Tar.Pax(("path", "top/a\0b")).File("top/fine"), "entry 'top/a\\x00b' is refused: its name holds a control character");
        AssertRefused(Tar.LongName("top/a\0b").File("top/fine"), "holds a control character");
    }

    [Test]
    public void A_name_that_is_not_utf8_is_refused() =>
        AssertRefused(Tar.Raw(TarBuilder.Header("", rawName: [.. "top/caf"u8, 0xe9])), "entry 'top/café' has a name that is not UTF-8");

    [Test]
    public void A_name_longer_than_the_file_system_takes_is_refused()
    {
        AssertRefused(Tar.LongName("top/" + new string('n', 256)).File("top/fine"), "longer than a file system takes");
        AssertRefused(Tar.LongName("top/" + string.Concat(Enumerable.Repeat("nnnn/", 900)) + "a").File("top/fine"), "longer than a file system takes");
    }

    [TestCase("/outside", "it leads to an absolute name")]
    [TestCase("..", "it leads out of the top folder")]
    [TestCase("sub/../../outside", "it leads out of the top folder")]
    [TestCase("../top/first", "it leads out of the top folder")]
    [TestCase("l", "it leads in a circle")]
    public void A_link_that_leads_out_is_refused(string target, string words) => AssertRefused(Tar.Link("top/l", target), words);

    [Test]
    public void A_link_that_leads_out_by_way_of_another_is_refused()
    {
        // Letter by letter each stays inside: up/.. is "top/a" to the eye, and one above top to the kernel.
        AssertRefused(Tar.Folder("top/a/b/").Link("top/a/b/up", "../..").Link("top/a/b/out", "up/../outside"), "link to 'up/../outside' that is refused: it leads out");

        // The same, where the link that it goes through comes later.
        AssertRefused(Tar.Link("top/a/b/out", "up/../outside").Link("top/a/b/up", "../.."), "it leads out");
    }

    [Test]
    public void A_link_that_doubles_at_every_step_ends_soon()
    {
        var tar = Tar.Link("top/l0", ".");
        for (var i = 1; i < 40; i++)
        {
            tar.Link($"top/l{i}", $"l{i - 1}/l{i - 1}");
        }

        AssertRefused(tar, "too many links");
    }

    [Test]
    public void Nothing_is_written_through_a_link_of_the_archive()
    {
        AssertRefused(Tar.Link("top/l", "/").File("top/l/evil"), "lies behind the link 'top/l', which came earlier");
        AssertRefused(Tar.Link("top/l", Temporary.Of("outside")).Folder("top/l/evil/"), "lies behind the link");
        AssertRefused(Tar.Link("top/l", Temporary.Of("outside", "canary")).File("top/l", "evil\n"), "comes twice, as a link and as a file");
        AssertRefused(Tar.Link("top/l", Temporary.Of("outside")).Folder("top/l/"), "comes twice, as a link and as a folder");
        AssertRefused(Tar.Link("top/l", Temporary.Of("outside", "canary")).Link("top/h", "top/l", '1'), "which is no file that came earlier");
        AssertRefused(Tar.Link("top", "/"), "lies beside the top folder");
        AssertRefused(new TarBuilder().Link("top", Temporary.Of("outside")).File("top/evil"), "lies beside the top folder");
    }

    [TestCase("/etc/passwd", "the file it links to is absolute")]
    [TestCase("../outside/canary", "the file it links to climbs with '..'")]
    [TestCase("canary", "which is no file that came earlier")]
    [TestCase("top/later", "which is no file that came earlier")]
    [TestCase("top", "which is no file that came earlier")]
    [TestCase("top/h", "is a hard link to itself")]
    [TestCase("", "the file it links to is empty")]
    public void A_hard_link_to_anything_but_an_earlier_file_is_refused(string target, string words) => AssertRefused(Tar.Link("top/h", target, '1'), words);

    [TestCase('3', "entry 'top/x' is a character device")]
    [TestCase('4', "entry 'top/x' is a block device")]
    [TestCase('6', "entry 'top/x' is a FIFO")]
    [TestCase('S', "entry 'top/x' is a sparse file")]
    [TestCase('M', "entry 'top/x' goes on from another volume")]
    [TestCase('Q', "entry 'top/x' is of the unknown kind 'Q'")]
    [TestCase('\u001b', "is of the unknown kind '\\x1b'")]
    public void A_device_or_another_thing_that_is_no_source_is_refused(char type, string words) => AssertRefused(Tar.Raw(TarBuilder.Header("top/x", type)), words);

    [Test]
    public void A_sparse_file_as_gnu_tar_packs_it_is_refused([Values("gnu", "pax")] string format)
    {
        Directory.CreateDirectory(Temporary.Of("origin", "top"));
        using (var file = File.Create(Temporary.Of("origin", "top", "sparse")))
        {
            file.SetLength(1 << 20);
        }

        Run("tar", "--sparse", "--format", format, "-czf", Temporary.Of("s.tar.gz"), "-C", Temporary.Of("origin"), "top");
        AssertRefused(Temporary.Of("s.tar.gz"), "sparse file");
    }

    [Test]
    public void A_name_that_comes_twice_as_another_kind_is_refused()
    {
        AssertRefused(Tar.Folder("top/first/"), "entry 'top/first/' comes twice, as a file and as a folder");
        AssertRefused(Tar.Folder("top/x/").File("top/x"), "comes twice, as a folder and as a file");
        AssertRefused(Tar.Folder("top/x/").Link("top/x", "first"), "comes twice, as a folder and as a link");
        AssertRefused(Tar.Link("top/x", "first").Link("top/x", "top/first", '1'), "comes twice, as a link and as a file");
        AssertRefused(Tar.File("top/first/below"), "lies in 'top/first', which is a file");
    }

    [Test]
    public void More_bytes_than_the_recipe_allows_are_refused_before_they_are_read()
    {
        AssertRefused(Tar.File("top/big", new string('x', 96)), "takes the tree over 100 bytes", new UnpackLimits(100, 100));
        AssertRefused(Tar.Raw(TarBuilder.Header("top/big", size: 0x1ffffffff)), "takes the tree over");
        AssertRefused(Tar.Pax(("size", "9223372036854775807")).File("top/big"), "takes the tree over");
        AssertRefused(Tar.Pax(("size", "9223372036854775808")).File("top/big"), "a size is not a number");
        Assert.That(Unpack(Tar.File("top/big", new string('x', 95)), new UnpackLimits(100, 100)).Bytes, Is.EqualTo(100));
    }

    [Test]
    public void More_entries_than_the_recipe_allows_are_refused()
    {
        AssertRefused(Tar.File("top/third"), "more than 2 entries", new UnpackLimits(100, 2));
        AssertRefused(Tar.File("top/a/b/c/d/e/f"), "more than 3 entries", new UnpackLimits(100, 3));
        var tar = Tar;
        for (var i = 0; i < 20; i++)
        {
            tar.GlobalPax(("comment", "again"));
        }

        AssertRefused(tar, "more than 10 global PAX headers", new UnpackLimits(100_000, 10));
    }

    [Test]
    public void A_header_that_contradicts_itself_is_refused()
    {
        AssertRefused(Tar.Data(TarBuilder.Header("top/x/", '5', size: 512), new byte[512]), "claims to hold data");
        AssertRefused(Tar.LongName("top/a").LongName("top/b").File("top/c"), "more than one long name");
        AssertRefused(Tar.Pax(("path", "top/a")).Pax(("path", "top/b")).File("top/c"), "more than one PAX header");
        AssertRefused(Tar.GlobalPax(("path", "top/a")).File("top/c"), "gives one name or size to every entry");
        AssertRefused(Tar.Pax(("path", "top/a")), "ends after a header about an entry that never comes");
        AssertRefused(Tar.Raw(TarBuilder.Header("././@LongLink", 'L', size: 2 << 20)), "1048576 are the most");
        AssertRefused(Tar.Data(TarBuilder.Header("PaxHeader", 'x', size: 8), "99 a=b\nx"u8.ToArray()).File("top/c"), "PAX header of it is malformed");
        AssertRefused(Tar.Pax(("mtime", "999999999999")).File("top/c"), "a time that no calendar knows");
    }
}
