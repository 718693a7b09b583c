using Dom0Iptables.Failures;
using Dom0Iptables.Patching;

namespace Dom0Iptables.Tests.Patching;

/// <summary>A patch's name stands in the spec, where rpm expands macros, and in rpm's answers, which are lines.</summary>
internal sealed class PatchNamesTests
{
    [TestCase("0001-%(touch pwned).patch")]
    [TestCase("0001-%{name}.patch")]
    [TestCase("0001-a b.patch")]
    [TestCase("0001-a\nb.patch")]
    [TestCase("0001-a\n.patch")]
    [TestCase("0001-\u001b[31m.patch")]
    [TestCase("0001-\u202e.patch")]
    [TestCase("0001-$(id).patch")]
    [TestCase("0001-a,b.patch")]
    [TestCase("0001-a'b.patch")]
    [TestCase("0001-größe.patch")]
    [TestCase("0001-.patch")]
    [TestCase("٠٠٠١-a.patch")]
    [TestCase("0001-a.patch\n")]
    public void A_name_that_is_not_plain_is_refused_in_one_line(string name)
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("patches/" + name, "");

        var failure = Assert.Throws<PipelineException>(() => PatchSeries.Read(temporary.Of("patches")));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe));
            Assert.That(failure.Problem, Does.EndWith("is not named NNNN-name.patch, with a name of letters, digits and . _ + - only"));
            Assert.That(failure.Problem.Where(char.IsControl), Is.Empty);
        });
    }

    [Test]
    public void A_folder_is_no_patch()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.Of("patches", "0001-a.patch"));

        Assert.That(Assert.Throws<PipelineException>(() => PatchSeries.Read(temporary.Of("patches"))).Problem, Does.EndWith("is no file"));
    }
}
