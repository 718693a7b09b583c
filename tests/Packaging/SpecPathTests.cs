using Dom0Iptables.Packaging;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Packaging;

/// <summary>rpm expands macros in the path of a spec, and runs what they say; the user's folders may be named as he likes.</summary>
internal sealed class SpecPathTests
{
    [Test]
    public async Task A_spec_is_read_whatever_the_folder_is_called_that_it_lies_in(
        [Values("plain", "a b", "%(touch pwned)", "%{_topdir}", "100%", "$(touch pwned)", "a;touch pwned", "{a,b}*?[c]")] string name,
        [Values] bool isConfined)
    {
        Tool.Require("rpmspec");
        using var temporary = new TemporaryFolder();
        var spec = temporary.Write($"{name}/small.spec", "Name: small\nVersion: 1.0\nRelease: 1\nSummary: x\nLicense: MIT\n%description\nx\n");

        var said = await RpmSpec.QueryAsync(spec, @"name %{NAME}\nversion %{VERSION}\nempty\n", new BuildSandbox(new Workspace(temporary.Of("workspace")), DateTimeOffset.UnixEpoch, isConfined), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(said["name"].Single(), Is.EqualTo("small"));
            Assert.That(said["empty"].Single(), Is.Empty);
            Assert.That(Directory.EnumerateFileSystemEntries(temporary.Path, "pwned", SearchOption.AllDirectories), Is.Empty);
        });
    }
}
