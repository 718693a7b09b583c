using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

[Category("Real")]
[TestFixture("iptables-1.8.9", "native")]
[TestFixture("iptables-1.8.9", "i686")]
[TestFixture("iptables-1.4.8", "native")]
[TestFixture("iptables-1.4.8", "i686")]
internal sealed class RealReleaseTests(string recipe, string platform)
{
    private RealBuild build = null!;
    private ScratchRoot? root;

    private bool Is32Bit => platform == "i686";

    private string Version => recipe["iptables-".Length..];

    private string Architecture => Is32Bit ? "i686" : "x86_64";

    [OneTimeSetUp]
    public void Build() => build = RealBuild.Of(recipe, platform);

    [OneTimeTearDown]
    public void Remove() => build?.Dispose();

    [Test]
    public void The_summary_begins_with_what_was_built()
    {
        var summary = build.Run.Output.Split('\n').First(line => line.StartsWith("Built ", StringComparison.Ordinal));

        Assert.That(summary, Is.EqualTo($"Built iptables {Version} for {platform}"));
    }

    [Test]
    public void The_packages_of_this_architecture_and_the_source_package_are_handed_over_with_right_checksums()
    {
        Shell.Run(build.Artifacts, "sha256sum --check --strict --quiet SHA256SUMS");
        var names = Directory.EnumerateFiles(build.Artifacts, "*.rpm").Select(Path.GetFileName);

        Assert.That(names, Is.EquivalentTo(new[] { $"iptables-{Version}-1.{Architecture}.rpm", $"iptables-{Version}-1.src.rpm", $"iptables-devel-{Version}-1.{Architecture}.rpm" }));
        Assert.That(Shell.Run("/", $"rpm -qp --qf '%{{ARCH}}' {build.Package} 2>/dev/null"), Is.EqualTo(Architecture));
    }

    [Test]
    public void Every_program_and_library_is_of_the_platforms_class()
    {
        var classes = Shell.Run(Root().Folder, "find usr/local -type f -exec readelf --file-header {} + 2>/dev/null | grep Class: | sort | uniq -c");

        // One line for one class, with the number of files before it: two programs and a hundred extensions and libraries.
        var words = classes.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.That(words, Has.Length.EqualTo(3), classes);
        Assert.That(int.Parse(words[0]), Is.GreaterThan(80));
        Assert.That(words[2], Is.EqualTo(Is32Bit ? "ELF32" : "ELF64"));
    }

    [Test]
    public void Rpm_installs_it_runs_ldconfig_and_finds_it_unchanged()
    {
        var installed = Root();

        Assert.That(installed.Run("/sbin/ldconfig -p"), Does.Contain("libip4tc.so").And.Contain("libip6tc.so").And.Contain("libipq.so"));
        Assert.That(File.ReadAllText(Path.Combine(installed.Folder, "etc/ld.so.conf.d/usrlocal.conf")), Is.EqualTo("/usr/local/lib\n"));
        Assert.That(installed.Rpm("-V --nodeps iptables 2>/dev/null"), Is.Empty);
    }

    [TestCase("iptables")]
    [TestCase("iptables-restore")]
    [TestCase("iptables-save")]
    [TestCase("ip6tables")]
    [TestCase("ip6tables-restore")]
    [TestCase("ip6tables-save")]
    public void The_link_in_sbin_leads_to_the_program(string program)
    {
        var link = new FileInfo(Path.Combine(Root().Folder, "sbin", program));

        Assert.That(link.LinkTarget, Is.EqualTo($"/usr/local/sbin/{program}"));
        Assert.That(File.Exists(Path.Combine(Root().Folder, link.LinkTarget![1..])), Is.True);
    }

    [Test]
    public void The_installed_program_loads_the_rules_of_a_dom0_and_saves_them_as_they_were()
    {
        RequireRunnable();
        var saved = Root().RunInNetwork("/sbin/iptables-restore < /tmp/input && /sbin/iptables-save", SampleRules.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(saved, Does.Contain($"iptables-save v{Version}"));
            Assert.That(SampleRules.Table(saved, "filter"), Is.EqualTo(SampleRules.Table(SampleRules.Text, "filter")));

            // Newer kernels have an INPUT chain in nat that the sample's has not.
            Assert.That(SampleRules.Table(saved, "nat"), Is.SupersetOf(SampleRules.Table(SampleRules.Text, "nat")));
        }
    }

    [Test]
    public void Ip6tables_loads_and_saves_as_well()
    {
        RequireRunnable();
        var saved = Root().RunInNetwork("/sbin/ip6tables-restore < /tmp/input && /sbin/ip6tables-save", "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n");

        Assert.That(SampleRules.Table(saved, "filter"), Does.Contain("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT").And.Contain(":INPUT DROP"));
    }

    [Test]
    public void Erasing_it_leaves_nothing_behind()
    {
        var root = new ScratchRoot(build.Of("erased"), Is32Bit);
        RequireRoot();
        root.Run("/sbin/ldconfig");
        var before = root.Files();
        root.Rpm($"-i --nodeps {build.Package} 2>/dev/null");
        Assert.That(root.Files(), Has.Length.GreaterThan(before.Length));

        root.Rpm("-e iptables 2>/dev/null");
        Assert.That(root.Files(), Is.EqualTo(before));
        Assert.That(root.Run("/sbin/ldconfig -p"), Does.Not.Contain("libip"));
    }

    [Test]
    public void The_archive_of_the_built_tree_is_roots_and_has_the_programs()
    {
        var archive = Directory.EnumerateFiles(build.Artifacts, "*.tar.bz2").Single();
        var listing = Shell.Run("/", $"tar tjvf {archive}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(Path.GetFileName(archive), Is.EqualTo(recipe == "iptables-1.4.8" ? "iptables-1.4.8-100521.tar.bz2" : "iptables-1.8.9-230112.tar.bz2"));
        Assert.That(listing.Where(line => !line.Contains(" root/root ", StringComparison.Ordinal)), Is.Empty);
        Assert.That(listing.Where(line => !line.Contains($" iptables-{Version}/", StringComparison.Ordinal)), Is.Empty);
        Assert.That(listing.Any(line => line.Contains("libxtables.so.", StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public void Plain_rpmbuild_makes_the_same_file_list_of_the_source_package()
    {
        var top = build.Of("rebuild");
        var target = Is32Bit ? "--target i686" : "";
        Shell.Run("/", $"rpmbuild --define '_topdir {top}' {target} --rebuild {build.SourcePackage}");

        Assert.That(FileList(Directory.EnumerateFiles(top, "*.rpm", SearchOption.AllDirectories)), Is.EqualTo(FileList(build.Packages)));
    }

    private static string FileList(IEnumerable<string> packages) =>
        string.Join('\n', packages.OrderBy(Path.GetFileName, StringComparer.Ordinal).Select(package => Shell.Run("/", $"rpm -qp --qf '%{{NAME}}\\n[%{{FILENAMES}} %{{FILEMODES:perms}} %{{FILEUSERNAME}} %{{FILEGROUPNAME}} %{{FILELINKTOS}}\\n]' {package} 2>/dev/null")));

    private static void RequireRoot()
    {
        if (!Dom0Iptables.Machine.Posix.IsRoot)
        {
            Assert.Ignore("rpm --root and chroot need root");
        }
    }

    private void RequireRunnable()
    {
        RequireRoot();
        if (Is32Bit && !Dom0Iptables.Machine.ThirtyTwoBit.CanRun(build.Of("probe")))
        {
            Assert.Ignore("this machine's kernel runs no 32-bit programs");
        }
    }

    private ScratchRoot Root()
    {
        RequireRoot();
        if (root is null)
        {
            root = new ScratchRoot(build.Of("root"), Is32Bit);
            root.Rpm($"-i --nodeps {build.Package} 2>/dev/null");
        }

        return root;
    }
}
