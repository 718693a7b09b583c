using Dom0Iptables.Tests.HtmlReport;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Each run that hands over tells of itself in report.html, and of what is other than before.</summary>
public sealed class ReportTests
{
    private static string Architecture { get; } = Shell.Run("/", "rpm --eval %_arch").Trim();

    [Test]
    public void A_first_run_is_told_from_the_archive_to_the_files_in_the_packages()
    {
        var page = Read(HelloProjects.Built());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Descendants("h1").Single().Value, Is.EqualTo("hello 1.0 for native"));
            Assert.That(page.Descendants("header").Single().Value, Does.Contain("hello-1.0.tar.gz").And.Contain("SHA-256 is the recipe's").And.Contain("not signed"));
            Assert.That(Page.Rows(page, "packages").Select(row => row.Split(" | ")[0]), Has.Exactly(3).Items.And.Some.StartsWith($"hello-1.0-1.{Architecture}.rpm"));
            Assert.That(Page.Rows(page, "gates"), Has.Exactly(10).Items.And.Some.StartsWith("symbols | ✓ passed").And.Some.StartsWith("rpm | – not checked"));
            Assert.That(Page.Rows(page, "kinds"), Is.EqualTo(new[] { "-Wcpp | 1 | 1" }));
            Assert.That(Page.Rows(page, "warned"), Is.EqualTo(new[] { "greeting.c | 1 | 1 -Wcpp" }));
            Assert.That(Page.Rows(page, "steps").Select(row => row.Split(" | ")[0]), Is.EquivalentTo(new[] { "Fetch", "Unpack", "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Assemble", "Rehearse", "handed over" }), "some run beside each other");
            Assert.That(Page.Rows(page, "processes"), Has.Some.StartsWith("dash configure | Configure | 0 | +"));
            Assert.That(Page.Rows(page, "procedure")[4], Does.Contain("✓ done"));
            Assert.That(Page.Rows(page, "procedure")[16], Does.Contain("– not seen"), "there is nothing for dom0 in it");
            Assert.That(Page.Rows(page, "content-0-files")[0], Does.StartWith("/usr/local/bin/hello | file | 755 | root:root"));
            Assert.That(Page.Section(page, "contents").Value, Does.Contain("%post, by /sbin/ldconfig"));
            Assert.That(Page.Section(page, "changes").Value, Does.Contain("There were no artifacts here before"));
        }
    }

    [Test]
    public void A_run_after_it_names_what_is_other_and_which_steps_were_kept()
    {
        var project = HelloProjects.Built();
        HelloProject.Edit(project.Patch, "Hello, dom0", "Hello, Xen");
        HelloProject.Edit(project.Spec, "install -m 644 COPYING %{buildroot}/usr/share/doc/%{name}-%{version}/", "install -m 640 COPYING %{buildroot}/usr/share/doc/%{name}-%{version}/LICENCE");
        HelloProject.Edit(project.Spec, "Requires(postun): /sbin/ldconfig", "Requires(postun): /sbin/ldconfig\nRequires: hello-world");

        project.Succeed();

        var page = Read(project);
        var files = Page.Rows(page, "changed-0-files");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(Start), Is.EqualTo(new[] { "/usr/local/bin/hello | ± changed", "/usr/share/doc/hello-1.0/COPYING | − removed", "/usr/share/doc/hello-1.0/LICENCE | + added" }));
            Assert.That(files[2], Does.Contain("file 640 root:root, 26 bytes"));
            Assert.That(Page.Rows(page, "changed-0-requires"), Is.EqualTo(new[] { "hello-world | + added | not there | required" }));
            Assert.That(Page.Rows(page, "changed-packages").Select(Start), Is.EqualTo(new[] { $"hello-1.0-1.{Architecture}.rpm | ± changed", $"hello-devel-1.0-1.{Architecture}.rpm | ± changed", "hello-1.0-1.src.rpm | ± changed" }));
            Assert.That(Page.Rows(page, "changed-files").Select(Start), Does.Contain("manifest.json | ± changed"));
            Assert.That(Page.Rows(page, "kept").Select(row => row.Split(" | ")[0]), Is.EqualTo(new[] { "Unpack" }));
            Assert.That(Page.Rows(page, "steps").Take(2).Select(row => row.Split(" | ")[0]), Is.EqualTo(new[] { "Fetch", "Patch" }));
        }
    }

    [Test]
    public void A_symbol_more_is_named_with_the_file_that_exports_it()
    {
        var project = HelloProjects.Built();
        project.AddPatch("hello.c", "int main(void)", "int shown;\nint main(void)");
        HelloProject.Edit(project.Of("platforms", "native.toml"), "cflags = \"-O2\"", "cflags = \"-O2 -rdynamic\"");

        project.Succeed();

        Assert.That(Page.Rows(Read(project), "changed-0-symbols"), Does.Contain("/usr/local/bin/hello exports shown | + added | not there | exported"));
    }

    [Test]
    public void Artifacts_that_were_damaged_meanwhile_are_named_and_stop_nothing()
    {
        var project = HelloProjects.Built();
        File.WriteAllText(Path.Combine(project.Artifacts, "hello-1.0-1.src.rpm"), "<b>no package</b>");

        project.Succeed();

        var page = Read(project);
        Assert.That(Page.Section(page, "changes").Value, Does.Contain("Not compared").And.Contain("hello-1.0-1.src.rpm: rpm cannot read"));
        Assert.That(Page.Rows(page, "changed-packages").Select(Start), Is.EqualTo(new[] { $"hello-1.0-1.{Architecture}.rpm | – same bytes", $"hello-devel-1.0-1.{Architecture}.rpm | – same bytes" }));
    }

    [Test]
    public void The_same_made_again_is_said_to_be_the_same()
    {
        var project = HelloProjects.Built();

        project.Succeed("--force");

        Assert.That(Page.Section(Read(project), "changes").Value, Does.Contain("Nothing changed: every package"));
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    private static System.Xml.Linq.XElement Read(HelloProject project) => Page.Read(File.ReadAllText(Path.Combine(project.Artifacts, "report.html")));

    [Test]
    public void What_a_real_Xen_showed_of_the_packages_goes_with_them_and_with_no_others()
    {
        var project = HelloProjects.Built();
        project.Succeed("--target=RehearseXen");
        File.WriteAllText(Path.Combine(project.Workspace, "logs", "rehearsexen-first.log"), "what a boot said");
        Assert.That(FromXen(project), Is.Empty, "nothing is handed over by the rehearsal itself");

        project.Succeed();
        Assert.That(FromXen(project), Is.EquivalentTo(new[] { "rehearsal-xen.json", "rehearsexen-first.log" }));

        HelloProject.Edit(project.Patch, "Hello, dom0", "Hello, Xen");
        project.Succeed();
        Assert.That(FromXen(project), Is.Empty, "these packages are others");

        static IEnumerable<string> FromXen(HelloProject project) =>
            Directory.EnumerateFiles(project.Artifacts, "rehears*xen*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)!);
    }

    private static string Start(string row) => string.Join(" | ", row.Split(" | ")[..2]);
}
