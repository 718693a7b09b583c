using Dom0Iptables.Compiling;
using Dom0Iptables.Packaging;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Packaging;

/// <summary>rpm expands macros in the path of a spec, and runs what they say; the user's folders may be named as he likes.</summary>
internal sealed class SpecPathTests
{
    [TestCase("plain")]
    [TestCase("a b")]
    [TestCase("%(touch pwned)")]
    [TestCase("%{_topdir}")]
    [TestCase("100%")]
    [TestCase("$(touch pwned)")]
    [TestCase("a;touch pwned")]
    [TestCase("{a,b}*?[c]")]
    public async Task A_spec_is_read_whatever_the_folder_is_called_that_it_lies_in(string name)
    {
        Tool.Require("rpmspec");
        using var temporary = new TemporaryFolder();
        var spec = temporary.Write($"{name}/small.spec", "Name: small\nVersion: 1.0\nRelease: 1\nSummary: x\nLicense: MIT\n%description\nx\n");

        var said = await RpmSpec.QueryAsync(spec, @"name %{NAME}\nversion %{VERSION}\nempty\n", new BuildEnvironment(temporary.Of("home"), DateTimeOffset.UnixEpoch), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(said["name"].Single(), Is.EqualTo("small"));
            Assert.That(said["empty"].Single(), Is.Empty);
            Assert.That(Directory.EnumerateFileSystemEntries(temporary.Path, "pwned", SearchOption.AllDirectories), Is.Empty);
        });
    }
}
