using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.VirtualMachines;

/// <summary>Runs a machine in QEMU, with a serial console and no network, until it powers off or its time is over.</summary>
/// <param name="step">The step on whose behalf it runs.</param>
/// <param name="accelerator">What executes its instructions (see <see cref="Accelerator"/>).</param>
public sealed class VirtualMachine(string step, string accelerator)
{
    /// <summary>QEMU for the architecture.</summary>
    public const string Program = "qemu-system-x86_64";

    // The pipeline ends QEMU; where the pipeline itself was killed, nobody would.
    private const string WithItsParent = "\"$@\" & machine=$!; { while kill -0 \"$PPID\" && kill -0 \"$machine\"; do sleep 1; done; kill -KILL \"$machine\"; } >/dev/null 2>&1 & wait \"$machine\"";

    /// <summary>Runs it to its end. QEMU's exit code says nothing of what came to pass inside, and is not looked at.</summary>
    /// <param name="boot">What it boots.</param>
    /// <param name="log">Receives the console, after the command line; what was there is gone.</param>
    /// <param name="onLine">Called with each line of the console as it comes, but for empty ones.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>The lines of its console, and how long it ran.</returns>
    /// <exception cref="PipelineException">It was still running after its time (<see cref="ExitCode.Rehearsal"/>), or QEMU is missing.</exception>
    public async Task<(ImmutableArray<string> Console, TimeSpan Duration)> RunAsync(MachineBoot boot, string log, Action<string>? onLine, CancellationToken cancellationToken)
    {
        File.Delete(log);
        var command = CommandLine(boot);
        var console = ImmutableArray.CreateBuilder<string>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(boot.Limit);
        var watch = Stopwatch.StartNew();
        try
        {
            await ProcessRunner.LogAsync(step, command, log, null, Keep, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PipelineException(
                ExitCode.Rehearsal,
                step,
                string.Create(CultureInfo.InvariantCulture, $"the virtual machine had not ended after {boot.Limit.TotalSeconds:0} s and was killed; its last line was: {console.LastOrDefault(line => line.Length > 0) ?? "(none)"}"),
                "read its console in the log; on a busy machine run the same command again",
                command.Shown,
                logPath: log);
        }

        return (console.ToImmutable(), watch.Elapsed);

        void Keep(string line)
        {
            line = line.Trim('\r');
            console.Add(line);

            // A console behind a console ends its lines with \r\r\n, which is read as a line and an empty one.
            if (line.Length > 0)
            {
                onLine?.Invoke(line);
            }
        }
    }

    /// <summary>The command line of a machine.</summary>
    /// <exception cref="ArgumentException">A module's arguments have a comma, which would cut them.</exception>
    public Command CommandLine(MachineBoot boot)
    {
        if (boot.Initrd.FirstOrDefault(module => module.Contains(',', StringComparison.Ordinal)) is { } cut)
        {
            throw new ArgumentException($"QEMU would part '{cut}' at its comma", nameof(boot));
        }

        return new Command(
            "sh",
            [
                "-c", WithItsParent, "sh",
                Program,
                "-nodefaults",
                "-no-user-config",
                "-accel", accelerator,
                "-m", boot.Memory.ToString(CultureInfo.InvariantCulture),
                "-display", "none",
                "-nic", "none",
                "-no-reboot",
                // Not -serial stdio: a console that is ended by an end-of-file on stdin is not what is wanted.
                "-chardev", "stdio,id=console,signal=off",
                "-serial", "chardev:console",
                .. boot.Disks.SelectMany(disk => ImmutableArray.Create("-drive", $"file={disk.Replace(",", ",,", StringComparison.Ordinal)},if=virtio,format=raw,cache=unsafe")),
                "-kernel", boot.Kernel,
                "-initrd", string.Join(',', boot.Initrd),
                "-append", boot.Append,
            ])
        { WorkingDirectory = boot.Folder };
    }
}
