using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Tests.VirtualMachines;

/// <summary>A real apt and real packages, from a mirror that is a folder.</summary>
internal sealed class DebianPackagesTests
{
    private static readonly string[] WithLibraries = ["tool", "libone", "libtwo", "tool:i386", "libone:i386"];
    private static readonly string[] OnlyLists = ["apt"];

    private TemporaryFolder folder = null!;
    private ReporterSpy reporter = null!;

    private DebianPackages Store => new("Test", folder.Of("cache"), reporter, folder.Of("etc"));

    [SetUp]
    public void MakeMirror()
    {
        Tool.Require("apt-get", "apt-cache", "dpkg-deb", "md5sum");
        folder = new TemporaryFolder();
        reporter = new ReporterSpy();
        Directory.CreateDirectory(folder.Of("mirror"));
        folder.Write("etc/sources.list", $"deb [trusted=yes] file:{folder.Of("mirror")} ./\n");
        Add("kernel-meta", "amd64", "1", "kernel-6.1, firmware");
        Add("kernel-6.1", "amd64", "6.1.5-1", "");
        Add("tool", "amd64", "1:2-3", "libone, shell");
        Add("tool", "i386", "1:2-3", "libone");
        Add("shell", "amd64", "1", "");
        Add("libone", "amd64", "1", "libtwo");
        Add("libone", "i386", "1", "");
        Add("libtwo", "all", "1", "");
    }

    [TearDown]
    public void Remove() => folder?.Dispose();

    [Test]
    public async Task Packages_of_both_architectures_are_unpacked_each_in_a_folder_of_its_own()
    {
        var places = await Store.UnpackAsync(["tool:i386", "kernel-6.1", "tool", "libtwo"], CancellationToken.None);

        Assert.That(File.ReadAllText(Path.Combine(places["tool"], "data")), Is.EqualTo("tool amd64 1:2-3"));
        Assert.That(File.ReadAllText(Path.Combine(places["tool:i386"], "data")), Is.EqualTo("tool i386 1:2-3"));
        Assert.That(File.ReadAllText(Path.Combine(places["kernel-6.1"], "data")), Is.EqualTo("kernel-6.1 amd64 6.1.5-1"));
        Assert.That(File.ReadAllText(Path.Combine(places["libtwo"], "data")), Is.EqualTo("libtwo all 1"));
    }

    [Test]
    public async Task What_is_there_is_used_again_without_the_mirror()
    {
        var first = await Store.UnpackAsync(["tool"], CancellationToken.None);
        Directory.Delete(folder.Of("mirror"), recursive: true);
        reporter.Lines.Clear();

        var second = await Store.UnpackAsync(["tool"], CancellationToken.None);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(reporter.Lines, Is.Empty);
    }

    [Test]
    public async Task A_package_that_the_mirror_has_replaced_since_its_list_was_read_is_got_all_the_same()
    {
        await Store.UnpackAsync(["shell"], CancellationToken.None);
        File.Delete(Directory.EnumerateFiles(folder.Of("mirror"), "kernel-6.1_*").Single());
        Add("kernel-6.1", "amd64", "6.1.6-1", "");

        var places = await Store.UnpackAsync(["kernel-6.1"], CancellationToken.None);

        Assert.That(File.ReadAllText(Path.Combine(places["kernel-6.1"], "data")), Is.EqualTo("kernel-6.1 amd64 6.1.6-1"));
    }

    [Test]
    public async Task The_newest_kernel_is_the_one_that_its_package_depends_on()
    {
        Assert.That(await Store.DependencyAsync("kernel-meta", "kernel-", CancellationToken.None), Is.EqualTo("kernel-6.1"));
    }

    [Test]
    public async Task Libraries_come_along_in_the_architecture_of_who_needs_them_and_programs_do_not()
    {
        Assert.That(await Store.WithLibrariesAsync(["tool", "tool:i386"], CancellationToken.None), Is.EquivalentTo(WithLibraries));
    }

    [Test]
    public async Task A_package_that_no_mirror_has_is_named_and_nothing_half_made_is_left()
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => Store.UnpackAsync(["tool", "absent"], CancellationToken.None)))!;

        Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
        Assert.That(failure.Problem, Does.Contain("tool absent"));
        Assert.That(Directory.EnumerateDirectories(folder.Of("cache")).Select(Path.GetFileName), Is.EqualTo(OnlyLists));
    }

    [Test]
    public async Task A_machine_whose_apt_has_no_mirror_is_told_so()
    {
        folder.Write("etc/sources.list", "");

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => Store.UnpackAsync(["tool"], CancellationToken.None)))!;

        Assert.That(failure.Code, Is.EqualTo(ExitCode.MissingTool));
        Assert.That(failure.NextStep, Does.Contain(folder.Of("etc")));
    }

    private void Add(string name, string architecture, string version, string depends)
    {
        var package = folder.Of("package");
        folder.Write("package/DEBIAN/control", $"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: nobody <nobody@localhost>\nDescription: a test\n{(depends.Length > 0 ? $"Depends: {depends}\n" : "")}");
        folder.Write("package/data", $"{name} {architecture} {version}");
        Shell.Run(folder.Of("mirror"), $"""
            set -e
            file={name}_{version.Replace(":", "%3a", StringComparison.Ordinal)}_{architecture}.deb
            chmod 755 {package} {package}/DEBIAN
            dpkg-deb --root-owner-group --build {package} "$file" > /dev/null
            for deb in *.deb; do
                dpkg-deb --field "$deb"
                echo "Filename: ./$deb"
                echo "Size: $(wc -c < "$deb")"
                echo "SHA256: $(sha256sum "$deb" | cut -c1-64)"
                echo
            done > Packages
            """);
        Directory.Delete(package, recursive: true);
    }
}
