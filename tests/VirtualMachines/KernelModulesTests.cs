using Dom0Iptables.Failures;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Tests.VirtualMachines;

internal sealed class KernelModulesTests
{
    private static readonly string[] InOrder = ["crc32c_generic.ko", "libcrc32c.ko", "nf-conntrack.ko", "nf_nat.ko", "xt_state.ko"];

    [Test]
    public void A_module_comes_after_all_that_it_needs_and_none_comes_twice()
    {
        using var folder = new TemporaryFolder();
        var modules = KernelOf(folder, ("crc32c_generic", ""), ("libcrc32c", ""), ("nf-conntrack", "libcrc32c"), ("nf_nat", "libcrc32c,nf_conntrack"), ("xt_state", "nf_conntrack"));

        var order = modules.InOrder("crc32c-generic", "nf_nat", "xt_state", "x_tables").Select(Path.GetFileName);

        Assert.That(order, Is.EqualTo(InOrder));
        Assert.That(modules.Release, Is.EqualTo("6.1.0-test"));
    }

    [Test]
    public void A_module_that_the_kernel_has_not_is_named()
    {
        using var folder = new TemporaryFolder();

        var failure = Assert.Throws<PipelineException>(() => KernelOf(folder, ("a", "")).InOrder("xt_absent"))!;

        Assert.That(failure.Problem, Does.Contain("6.1.0-test has no module xt_absent"));
    }

    private static KernelModules KernelOf(TemporaryFolder folder, params (string Name, string Needs)[] modules)
    {
        folder.Write("lib/modules/6.1.0-test/modules.builtin", "kernel/net/netfilter/x_tables.ko\n");
        foreach (var (name, needs) in modules)
        {
            folder.Write($"lib/modules/6.1.0-test/kernel/net/{name}.ko", $"\u007fELF\0license=GPL\0depends={needs}\0retpoline=Y\0");
        }

        return new KernelModules(folder.Path);
    }
}
