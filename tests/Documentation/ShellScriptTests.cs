using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Documentation;

internal sealed class ShellScriptTests
{
    [TestCase("build.sh")]
    [TestCase(".ci/run")]
    public void Shellcheck_finds_nothing_in_a_script(string script)
    {
        if (ProcessRunner.FindOnPath("shellcheck") is null)
        {
            Assert.Ignore("shellcheck is not on this machine");
        }

        Assert.That(Acceptance.Shell.Run(Repository.Top, $"shellcheck {script}"), Is.Empty);
    }
}
