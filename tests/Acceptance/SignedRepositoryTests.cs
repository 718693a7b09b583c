using System.Collections.Immutable;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>With --sign the metadata of the yum repository are signed, too: what changes them on the way to a client is found there.</summary>
public sealed class SignedRepositoryTests
{
    private HelloProject project = null!;
    private string keys = null!;

    private string Repository => project.Of("artifacts", "yum", "native");

    [SetUp]
    public void Make()
    {
        Tool.Require("createrepo_c", "dnf", "gpg", "gpgv", "gpgconf", "rpmsign");
        project = HelloProjects.Built();
        keys = HelloProjects.Scratch();
        Shell.Run(keys, $"chmod 700 . && gpg --homedir {keys} --batch --quiet --passphrase '' --quick-generate-key modern@example.org rsa2048 sign never 2>&1");
        Signed();
    }

    [TearDown]
    public void EndTheAgent() => Shell.Run(keys, $"gpgconf --homedir {keys} --kill all");

    [TestCase("RPMS")]
    [TestCase("SRPMS")]
    public void A_client_that_asks_for_signed_metadata_takes_them_and_none_that_were_changed(string half)
    {
        var metadata = Path.Combine(Repository, half, "repodata", "repomd.xml");
        Assert.That(Ask(half), Does.EndWith("read\n"));

        File.AppendAllText(metadata, "<!-- changed on the way -->\n");
        Assert.That(Ask(half), Does.Contain("refused").And.Contain("Bad GPG signature"));

        File.Delete(metadata + ".asc");
        Assert.That(Ask(half), Does.Contain("refused"), "as if they had never been signed");
    }

    [Test]
    public void Packages_of_an_earlier_release_that_nobody_has_signed_are_named_until_they_are()
    {
        Directory.Delete(Repository, recursive: true);
        project.Succeed("--target=Repo");
        HelloProject.Edit(project.Spec, "Release: 1", "Release: 2");

        Assert.That(Signed().Error, Does.Contain("no client takes what is not signed").And.Contain("hello-1.0-1.").And.Not.Contain("hello-1.0-2."));

        HelloProject.Edit(project.Spec, "Release: 2", "Release: 1");
        Assert.That(Signed().Error, Does.Not.Contain("not signed"));
    }

    [Test]
    public void Dom0_is_told_of_the_signatures_and_those_of_an_earlier_release_do_not_outlive_it()
    {
        var told = File.ReadAllText(Path.Combine(Repository, "dom0-iptables.repo"));
        Assert.That(told, Does.Contain("gpgcheck=1").And.Contain("RPM-GPG-KEY.asc").And.Contain("# The metadata are signed, too, by signing-key.asc."));

        project.Succeed("--target=Repo");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(Path.Combine(Repository, "dom0-iptables.repo")), Does.Contain("gpgcheck=0").And.Not.Contain("signed"));
            Assert.That(Directory.EnumerateFiles(Repository, "*.asc", SearchOption.AllDirectories), Is.Empty);
        }
    }

    private PipelineRun Signed() =>
        project.Succeed(new Manner { Variables = ImmutableDictionary<string, string>.Empty.Add("GNUPGHOME", keys) }, "--target=Repo", "--sign=modern@example.org");

    private string Ask(string half)
    {
        var root = HelloProjects.Scratch();
        return Shell.Run(root, $"""
            HOME={root} dnf --installroot={root} --releasever=5 --setopt=reposdir=/nowhere --setopt=cachedir={root}/cache --setopt=pluginpath=/nowhere --repofrompath=dom0,file://{Repository}/{half} --repo=dom0 \
                --setopt=dom0.skip_if_unavailable=0 --setopt=dom0.repo_gpgcheck=1 --setopt=dom0.gpgkey=file://{Repository}/signing-key.asc --assumeyes makecache 2>&1 && echo read || echo refused
            """);
    }
}
