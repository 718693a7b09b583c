using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

[Category("Real")]
[TestFixture("iptables-1.8.9", "el5-i686")]
[TestFixture("iptables-1.8.9", "el5-x86_64")]
[TestFixture("iptables-1.4.8", "el5-i686")]
[TestFixture("iptables-1.4.8", "el5-x86_64")]
internal sealed class RealReleaseTests(string recipe, string platform)
{
    private static readonly string[] RowsOfDom0 = ["S1", "S2", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19"];

    private RealBuild build = null!;
    private ScratchRoot? root;

    private bool Is32Bit => platform == "el5-i686";

    private string Version => recipe["iptables-".Length..];

    private static string Dom0Version => Regex.Match(File.ReadAllText(Path.Combine(Repository.Top, "specs", "iptables-dom0.spec")), @"^Version: (\S+)$", RegexOptions.Multiline).Groups[1].Value;

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

        Assert.That(names, Is.EquivalentTo(new[]
        {
            $"iptables-{Version}-1.{Architecture}.rpm", $"iptables-{Version}-1.src.rpm", $"iptables-devel-{Version}-1.{Architecture}.rpm",
            $"iptables-dom0-{Dom0Version}-1.noarch.rpm", $"iptables-dom0-{Dom0Version}-1.src.rpm",
        }));
        Assert.That(Shell.Run("/", $"rpm -qp --qf '%{{ARCH}}' {build.Package} 2>/dev/null"), Is.EqualTo(Architecture));
    }

    // The built tree bears the release's day, and this machine's headers are younger.
    [Test]
    public void What_make_has_compiled_is_installed_and_not_compiled_again()
    {
        var log = File.ReadAllText(Path.Combine(build.Artifacts, "logs", "stage.log"));

        Assert.That(log, Does.Contain("mode=install").And.Not.Contain("mode=compile"));
    }

    [Test]
    public void Every_gate_has_let_the_packages_pass_and_says_what_it_measured()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(build.Artifacts, "manifest.json")));
        var gates = manifest.RootElement.GetProperty("gates").EnumerateArray().ToDictionary(gate => gate.GetProperty("gate").GetString()!, gate => gate.GetProperty("figure").GetString()!);
        var extensions = Shell.Run("/", $"rpm -qpl {build.Package}").Split('\n').Count(file => Regex.IsMatch(file, @"/xtables/lib.*\.so$"));
        var newest = Regex.Match(gates["symbols"], @"^(\d+) wanted by (\d+) ELF files; newest GLIBC_(\S+)$");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(manifest.RootElement.GetProperty("gates").EnumerateArray().Select(gate => gate.GetProperty("outcome").GetString()), Has.Exactly(10).Items.And.All.EqualTo("passed"));
            Assert.That(int.Parse(newest.Groups[1].Value, CultureInfo.InvariantCulture), Is.GreaterThan(1000));
            Assert.That(int.Parse(newest.Groups[2].Value, CultureInfo.InvariantCulture), Is.GreaterThan(90));
            Assert.That(System.Version.Parse(newest.Groups[3].Value), Is.LessThanOrEqualTo(new System.Version(2, 5)));
            Assert.That(gates["rpm"], Is.EqualTo("rpmlib: CompressedFileNames, PayloadFilesHavePrefix; MD5, gzip"));
            Assert.That(extensions, Is.GreaterThan(70));
            Assert.That(gates["run"], Does.EndWith($" commands, plugins loaded: {extensions}"), "each extension");
        }
    }

    [Test]
    public void The_rehearsal_was_played_to_its_end_and_saw_each_row_of_the_procedure_that_is_dom0s()
    {
        var report = RehearsalReport.Read(Path.Combine(build.Artifacts, "rehearsal.json"));
        var skipped = report.Scenes.Where(scene => scene.Checks.Any(check => check.Result == CheckResult.Skip)).Select(scene => scene.Scene).ToList();
        if (skipped.Count > 0)
        {
            Assert.Ignore($"this machine cannot play {string.Join(", ", skipped)}");
        }

        var rows = report.Scenes.SelectMany(scene => scene.Checks).Where(check => check.Result == CheckResult.Pass).Select(check => check.Row).Distinct();
        Assert.That(report.Refuses(), Is.False);
        Assert.That(rows, Is.SupersetOf(RowsOfDom0));
    }

    [Test]
    public void The_manifest_does_not_name_the_folder_it_was_built_in() =>
        Assert.That(File.ReadAllText(Path.Combine(build.Artifacts, "manifest.json")), Does.Contain("-B/build/c-library").And.Not.Contain(build.Of("project")));

    [Test]
    public void The_package_names_no_platform_but_its_own() =>
        Assert.That(Shell.Run("/", $"rpm -qp --qf '%{{PLATFORM}}' {build.Package} 2>/dev/null"), Is.EqualTo($"{Architecture}-redhat-linux-gnu"));

    [Test]
    public void A_program_that_uses_all_its_libraries_links_with_the_devel_package_and_runs()
    {
        const string program = """
            #include <stdint.h>
            #include <stdio.h>
            #include <sys/types.h>
            #include <xtables.h>
            #include <libiptc/libiptc.h>
            #include <libiptc/libip6tc.h>
            #include <libipq.h>
            int main(void)
            {
                char *memory = xtables_malloc(16);
                printf("%d|%s|%s|%s\n", memory != NULL, iptc_strerror(2), ip6tc_strerror(2), ipq_errstr());
                return 0;
            }
            """;
        var root = build.Of("devel");
        var library = build.Of("project", "workspace", recipe, platform, "c-library");
        Directory.CreateDirectory(root);
        File.WriteAllText(build.Of("uses.c"), program);
        Shell.Run(root, string.Join(" && ", build.Packages.Select(package => $"rpm2cpio {package} | cpio -id --quiet")));
        Shell.Run(root, $"""
            set -e
            export PKG_CONFIG_LIBDIR={root}/usr/local/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR={root}
            gcc {(Is32Bit ? "-m32" : "-m64")} -B{library} -Wl,-rpath-link,{library} -Wl,-rpath-link,{root}/usr/local/lib ../uses.c -o uses \
                $(pkg-config --cflags --libs xtables libiptc) -lipq
            """);

        var emulator = Is32Bit ? "qemu-i386-static -cpu pentium3" : "qemu-x86_64-static";
        var said = Shell.Run(root, $"{emulator} -E LD_LIBRARY_PATH={root}/usr/local/lib ./uses");

        Assert.That(said, Does.Match(@"^1\|No chain/target/match by that name\|No chain/target/match by that name\|\w+"));
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
        Assert.That(File.ReadAllText(Path.Combine(installed.Folder, "etc/ld.so.conf.d/usrlocal.conf")), Does.EndWith("\n/usr/local/lib\n"));
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
        Shell.Run("/", string.Join(" && ", build.SourcePackages.Select(package => $"rpmbuild --define '_topdir {top}' {target} --rebuild {package}")));

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
