using System.IO.Compression;
using System.Xml.Linq;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>The yum repository that dom0s take the packages from.</summary>
public sealed class RepositoryTests
{
    private static readonly XNamespace Common = "http://linux.duke.edu/metadata/common";
    private static readonly XNamespace Repo = "http://linux.duke.edu/metadata/repo";
    private static readonly string[] ReadByYum = ["primary", "filelists", "other"];

    private HelloProject project = null!;

    private string Repository => project.Of("artifacts", "yum", "native");

    [SetUp]
    public void Make()
    {
        Processes.Tool.Require("createrepo_c", "dnf");
        project = HelloProjects.Built();
        project.Succeed("--target=Repo");
    }

    [TestCase("RPMS", 2)]
    [TestCase("SRPMS", 1)]
    public void Its_metadata_are_what_the_yum_of_EL5_reads_and_true(string half, int count)
    {
        var folder = Path.Combine(Repository, half);
        var data = XDocument.Load(Path.Combine(folder, "repodata", "repomd.xml")).Descendants(Repo + "data").ToList();
        var packages = Primary(folder).Descendants(Common + "package").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(data.Select(part => part.Attribute("type")!.Value), Is.EquivalentTo(ReadByYum));
            foreach (var part in data)
            {
                var file = Path.Combine(folder, part.Element(Repo + "location")!.Attribute("href")!.Value);
                Assert.That(part.Element(Repo + "checksum")!.Attribute("type")!.Value, Is.EqualTo("sha"));
                Assert.That(part.Element(Repo + "checksum")!.Value, Is.EqualTo(Sha1(file)));
                Assert.That(file, Does.EndWith(".xml.gz"));
            }

            Assert.That(packages, Has.Count.EqualTo(count));
            foreach (var package in packages)
            {
                var file = Path.Combine(folder, package.Element(Common + "location")!.Attribute("href")!.Value);
                Assert.That(package.Element(Common + "checksum")!.Attribute("type")!.Value, Is.EqualTo("sha"));
                Assert.That(package.Element(Common + "checksum")!.Value, Is.EqualTo(Sha1(file)));
                Assert.That(package.Element(Common + "size")!.Attribute("package")!.Value, Is.EqualTo($"{new FileInfo(file).Length}"));
            }
        }
    }

    [Test]
    public void A_client_finds_the_package_and_takes_it()
    {
        var root = Path.Combine(project.Folder, "client");

        var said = Shell.Run(project.Folder, $"dnf --quiet --installroot={root} --releasever=5 --setopt=reposdir=/nowhere --setopt=cachedir={root}/cache --setopt=pluginpath=/nowhere --repofrompath=dom0,file://{Repository}/RPMS --repo=dom0 --nogpgcheck install --assumeyes --setopt=tsflags=test hello 2>&1 || true; find {root} -name 'hello-1.0-1.*.rpm' -exec sha256sum {{}} +");

        Assert.That(said, Does.Contain(Shell.Run(project.Artifacts, "sha256sum < hello-1.0-1.$(rpm --eval %_arch).rpm").Split(' ')[0]).Or.Contain("nothing provides /sbin/ldconfig"));
        Assert.That(Shell.Run(project.Folder, $"dnf --quiet --installroot={root} --releasever=5 --setopt=reposdir=/nowhere --setopt=cachedir={root}/cache --setopt=pluginpath=/nowhere --repofrompath=dom0,file://{Repository}/RPMS --repo=dom0 repoquery --location hello 2>/dev/null"), Does.Contain($"file://{Repository}/RPMS/hello-1.0-1."));
    }

    [Test]
    public void Made_again_it_has_the_same_bytes_and_what_other_releases_put_there_stays()
    {
        var before = Sums();
        project.Succeed("--target=Repo");
        Assert.That(Sums(), Is.EqualTo(before));

        HelloProject.Edit(project.Spec, "Release: 1", "Release: 2");
        project.Succeed("--target=Repo");
        Assert.That(Directory.EnumerateFiles(Path.Combine(Repository, "RPMS"), "*.rpm").Count(), Is.EqualTo(4));
        Assert.That(Primary(Path.Combine(Repository, "RPMS")).Descendants(Common + "package").Count(), Is.EqualTo(4));
    }

    [Test]
    public void A_package_of_the_same_name_with_other_contents_is_refused_and_the_repository_stays_as_it_was()
    {
        var before = Sums();
        HelloProject.Edit(project.Patch, "Hello, dom0", "Hello, Xen");

        project.Run("--target=Repo").MustFail(ExitCode.Packaging, "Repo: hello-1.0-1.", "with other contents", "raise the Release");

        Assert.That(Sums(), Is.EqualTo(before));
    }

    [Test]
    public void What_dom0_is_told_says_truly_whether_there_are_signatures()
    {
        Assert.That(File.ReadAllLines(Path.Combine(Repository, "dom0-iptables.repo")), Does.Contain("gpgcheck=0").And.Contain("[dom0-iptables]"));
    }

    private string Sums() => Shell.Run(Repository, "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum");

    private static string Sha1(string file) => Shell.Run("/", $"sha1sum < {file}").Split(' ')[0];

    private static XDocument Primary(string folder)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(folder, "repodata", "primary.xml.gz")), CompressionMode.Decompress);
        return XDocument.Load(stream);
    }
}
