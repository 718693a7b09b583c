using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Finds out what executes a machine's instructions: the processor itself (KVM) where that works, else QEMU's translator.</summary>
public static class Accelerator
{
    /// <summary>QEMU's translator, which works everywhere, and is slower.</summary>
    public const string Translator = "tcg";

    /// <summary>The processor itself.</summary>
    public const string Processor = "kvm";

    // The first that Linux says, and it panics for the lack of a root a second later.
    private const string SaidByLinux = "Linux version";
    private const string Seconds = "20";

    /// <summary>
    /// KVM where a kernel really boots by it, else the translator. /dev/kvm may be there and unusable, and in a machine that
    /// is itself a virtual one it may run the first instructions and never come to the end of the kernel's.
    /// </summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="kernel">The full path of a Linux kernel.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<string> FindAsync(string step, string kernel, CancellationToken cancellationToken) =>
        File.Exists("/dev/kvm") && await RunsAsync(step, Processor, kernel, cancellationToken) ? Processor : Translator;

    /// <summary>Whether a kernel boots by an accelerator.</summary>
    public static async Task<bool> RunsAsync(string step, string accelerator, string kernel, CancellationToken cancellationToken) =>
        (await ProcessRunner.CaptureAsync(step, new Command("timeout", Arguments(accelerator, kernel)), cancellationToken)).StandardOutput.Contains(SaidByLinux, StringComparison.Ordinal);

    private static ImmutableArray<string> Arguments(string accelerator, string kernel) =>
    [
        "--signal=KILL", Seconds,
        VirtualMachine.Program,
        "-nodefaults",
        "-no-user-config",
        "-accel", accelerator,
        "-m", "256",
        "-display", "none",
        "-nic", "none",
        "-no-reboot",
        "-chardev", "stdio,id=console,signal=off",
        "-serial", "chardev:console",
        "-kernel", kernel,
        "-append", "console=ttyS0 panic=-1",
    ];
}
