using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>What a package for CentOS 5.5 needs of the machine it is installed on.</summary>
[Category("Real")]
[TestFixture("iptables-1.8.9")]
[TestFixture("iptables-1.4.8")]
internal sealed class El5ReleaseTests(string recipe)
{
    private RealBuild build = null!;

    [OneTimeSetUp]
    public void Build() => build = RealBuild.Of(recipe, "el5-i686");

    [OneTimeTearDown]
    public void Remove() => build?.Dispose();

    [Test]
    public void Nothing_needs_a_version_newer_than_glibc_2_5()
    {
        var payload = build.Of("payload");
        Shell.Run("/", $"mkdir -p {payload} && cd {payload} && rpm2cpio {build.Package} | cpio -id --quiet");

        var versions = Shell.Run(payload, "find . -type f -exec readelf --wide --version-info {} + 2>/dev/null | grep -o 'Name: GLIBC_[0-9.]*' | sort -u; true")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Version.Parse(line["Name: GLIBC_".Length..])).ToList();

        Assert.That(versions, Is.Not.Empty);
        Assert.That(versions.Max(), Is.LessThanOrEqualTo(new Version(2, 5)));
    }

    [Test]
    public void The_manifest_does_not_name_the_folder_it_was_built_in() =>
        Assert.That(File.ReadAllText(Path.Combine(build.Artifacts, "manifest.json")), Does.Contain("-B(the workspace)/c-library").And.Not.Contain(build.Of("project")));

    [Test]
    public void Rpm_4_4_knows_all_that_the_packages_ask_of_it()
    {
        var required = Shell.Run(build.Artifacts, "rpm -qp --requires *.rpm 2>/dev/null | grep '^rpmlib(' | sort -u").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kinds = Shell.Run(build.Artifacts, "rpm -qp --qf '%{FILEDIGESTALGO} %{PAYLOADCOMPRESSOR}\\n' *.rpm 2>/dev/null | sort -u").Trim();

        Assert.That(required.Select(line => line.Split('(', ')')[1]), Is.SubsetOf("VersionedDependencies CompressedFileNames PayloadFilesHavePrefix PartialHardlinkSets".Split(' ')));
        Assert.That(kinds, Is.EqualTo("(none) gzip"), "MD5 has no algorithm's number");
    }
}
