using System.Diagnostics;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Tests.VirtualMachines;

internal sealed class VirtualMachineTests
{
    private static readonly string[] Said = ["one", "two"];

    private static readonly string[] ModulesOfXen = ["kernel console=hvc0 quiet", "initramfs"];

    // What a kernel begins with: magic, flags, checksum, where it is loaded and entered.
    private static readonly byte[] Multiboot = Convert.FromHexString("02b0ad1b00000100fe4f51e400001000000010000000000000000000" + "20001000");

    // A kernel of one instruction, which jumps to itself.
    private static readonly byte[] Endless = [.. Multiboot, 0xEB, 0xFE];

    // The same with a loop before it that sends what follows, up to a zero, to the first serial port.
    private static readonly byte[] Talkative = [.. Multiboot, .. Convert.FromHexString("be33001000" + "ac" + "84c0" + "7407" + "66baf803" + "ee" + "ebf4" + "ebfe"), .. "one\r\r\n\r\r\ntwo\r\n\0"u8];

    [Test]
    public void The_hypervisors_modules_are_parted_by_commas_and_the_disks_are_given_in_order()
    {
        var boot = new MachineBoot("/scratch", "xen", [.. ModulesOfXen], "console=com1 com1=115200,8n1", 1536, TimeSpan.FromSeconds(300)) { Disks = ["dom0.ext4", "a,b"] };

        var line = new VirtualMachine("Test", Accelerator.Translator).CommandLine(boot).ToString();

        Assert.That(line, Does.StartWith("(cd /scratch && sh -c ").And.Contain(" sh qemu-system-x86_64 -nodefaults "));
        Assert.That(line, Does.Contain("-accel tcg -m 1536 ").And.Contain("-nic none -no-reboot "));
        Assert.That(line, Does.Contain("-drive file=dom0.ext4,if=virtio,format=raw,cache=unsafe -drive file=a,,b,if=virtio,"));
        Assert.That(line, Does.EndWith("-kernel xen -initrd 'kernel console=hvc0 quiet,initramfs' -append 'console=com1 com1=115200,8n1')"));
    }

    [Test]
    public void A_comma_in_a_modules_arguments_is_refused_because_it_would_cut_them()
    {
        var boot = new MachineBoot("/", "xen", ["kernel console=ttyS0,115200", "initramfs"], "", 64, TimeSpan.FromSeconds(1));

        Assert.That(() => new VirtualMachine("Test", Accelerator.Translator).CommandLine(boot), Throws.ArgumentException.With.Message.Contains("'kernel console=ttyS0,115200'"));
    }

    [Test]
    public async Task A_machine_that_does_not_end_is_killed_at_its_limit_and_the_failure_shows_the_log()
    {
        Tool.Require(VirtualMachine.Program);
        using var folder = new TemporaryFolder();
        var boot = Machine(folder, TimeSpan.FromSeconds(2));
        var watch = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<PipelineException>(() => new VirtualMachine("Test", Accelerator.Translator).RunAsync(boot, folder.Of("console.log"), null, CancellationToken.None));

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
        Assert.That(failure!.Code, Is.EqualTo(ExitCode.Rehearsal));
        Assert.That(failure.Problem, Does.Contain("had not ended after 2 s and was killed"));
        Assert.That(failure.LogPath, Is.EqualTo(folder.Of("console.log")));
        Assert.That(RunningIn(folder), Is.Empty);
    }

    [Test]
    public async Task What_is_shown_of_a_console_are_its_lines_whatever_they_end_with()
    {
        Tool.Require(VirtualMachine.Program);
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        var lines = new List<string>();
        var boot = Machine(folder, TimeSpan.FromMinutes(1), Talkative);

        await Assert.ThatAsync(() => new VirtualMachine("Test", Accelerator.Translator).RunAsync(boot, folder.Of("console.log"), Hear, source.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(lines, Is.EqualTo(Said));

        void Hear(string line)
        {
            lines.Add(line);
            if (line == Said[^1])
            {
                source.Cancel();
            }
        }
    }

    [Test]
    public void A_cancelled_machine_is_gone()
    {
        Tool.Require(VirtualMachine.Program);
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        Assert.That(
            () => new VirtualMachine("Test", Accelerator.Translator).RunAsync(Machine(folder, TimeSpan.FromMinutes(5)), folder.Of("console.log"), null, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(RunningIn(folder), Is.Empty);
    }

    [Test]
    public void A_machine_whose_pipeline_was_killed_is_gone()
    {
        Tool.Require(VirtualMachine.Program);
        using var folder = new TemporaryFolder();
        var command = new VirtualMachine("Test", Accelerator.Translator).CommandLine(Machine(folder, TimeSpan.FromMinutes(5)));
        folder.Write("start", command.ToString());

        // The shell stands for the pipeline; a command follows, so that it does not make way for the machine.
        using var pipeline = Process.Start(new ProcessStartInfo("sh", ["-c", ". ./start; :"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Assert.That(() => RunningIn(folder), Is.Not.Empty.After(10).Seconds.PollEvery(100).MilliSeconds);
        pipeline.Kill();

        Assert.That(() => RunningIn(folder), Is.Empty.After(10).Seconds.PollEvery(100).MilliSeconds);
    }

    private static MachineBoot Machine(TemporaryFolder folder, TimeSpan limit, byte[]? kernel = null)
    {
        File.WriteAllBytes(folder.Of("kernel"), kernel ?? Endless);
        return new MachineBoot(folder.Path, "kernel", ["kernel"], "", 64, limit);
    }

    private static List<string> RunningIn(TemporaryFolder folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Where(process => WorksIn(process, folder.Path))];

    private static bool WorksIn(string process, string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder && File.ReadAllText(Path.Combine(process, "comm")).StartsWith("qemu", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has just ended.
            return false;
        }
    }
}
