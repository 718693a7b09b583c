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

    // A boot sector of 16-bit code: mov dx,0xF4; mov al,0x2A; out dx,al; and again, for ever.
    private static readonly byte[] Code = [0xBA, 0xF4, 0x00, 0xB0, 0x2A, 0xEE, 0xEB, 0xFD];

    // isa-debug-exit ends QEMU with twice the value that the guest writes, plus one.
    private const int SaidByGuest = (0x2A * 2) + 1;

    /// <summary>KVM where a machine really runs by it, else the translator. /dev/kvm may be there and unusable.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="scratch">A folder for a file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<string> FindAsync(string step, string scratch, CancellationToken cancellationToken) =>
        File.Exists("/dev/kvm") && await RunsAsync(step, Processor, scratch, cancellationToken) ? Processor : Translator;

    /// <summary>Whether a machine of a few instructions runs by an accelerator and can say so.</summary>
    public static async Task<bool> RunsAsync(string step, string accelerator, string scratch, CancellationToken cancellationToken)
    {
        var sector = new byte[512];
        Code.CopyTo(sector, 0);
        sector[510] = 0x55;
        sector[511] = 0xAA;
        Directory.CreateDirectory(scratch);
        var image = Path.Combine(scratch, "probe");
        await File.WriteAllBytesAsync(image, sector, cancellationToken);
        var probe = new Command("timeout", Arguments(accelerator)) { WorkingDirectory = scratch };
        return (await ProcessRunner.CaptureAsync(step, probe, cancellationToken)).ExitCode == SaidByGuest;
    }

    private static ImmutableArray<string> Arguments(string accelerator) =>
    [
        "--signal=KILL", "20",
        VirtualMachine.Program,
        "-nodefaults",
        "-no-user-config",
        "-accel", accelerator,
        "-m", "16",
        "-display", "none",
        "-no-reboot",
        "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
        "-drive", "file=probe,if=ide,format=raw,read-only=off",
    ];
}
