using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.VirtualMachines;

internal sealed class GuestScriptTests
{
    private static readonly string Folder = Path.Combine(Repository.Top, "build", "VirtualMachines", "Guest");

    // boot.sh sources the others of its kind, which are followed and checked with it.
    [TestCase("boot.sh", "sh")]
    [TestCase("dom0-init", "sh")]
    [TestCase("dom0-initramfs", "dash")]
    [TestCase("guest-init", "sh")]
    [TestCase("guest-reach", "sh")]
    [TestCase("plain-init", "dash")]
    [TestCase("stock-iptables", "sh")]
    [TestCase("vif-common-frob.bash", "bash")]
    [TestCase("xend", "sh")]
    [TestCase("xendomains", "sh")]
    public void Shellcheck_finds_nothing_in_a_script_that_runs_in_a_machine(string script, string shell)
    {
        Tool.Require("shellcheck");

        Assert.That(Shell.Run(Repository.Top, $"shellcheck --external-sources --shell={shell} {Path.Combine(Folder, script)}"), Is.Empty);
    }
}
