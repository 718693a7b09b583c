using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Binaries;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Gates;

/// <summary>
/// The programs start and load what they load, on the platform's processor as QEMU plays it, with every symbol bound at
/// once. QEMU takes some newer instructions all the same, and the C library is this machine's, of today: that no such
/// instruction is there, and that the platform's library has the symbols, is for other gates to say.
/// </summary>
public sealed partial class RunGate : IGate
{
    /// <inheritdoc/>
    public string Name => "run";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Platform.Limits.Processor is not { } processor)
        {
            return GateVerdict.Unchecked(Name, "the platform names no processor");
        }

        var programs = subject.Binaries.Where(binary => binary.IsProgram).ToImmutableArray();
        if (programs.IsEmpty)
        {
            return new GateVerdict(Name, "no programs", processor, []);
        }

        var emulator = Emulator(subject);
        var root = await FurnishAsync(subject, programs.Select(program => program.Elf.Interpreter).FirstOrDefault(interpreter => interpreter is not null), cancellationToken);
        var smoke = subject.Recipe?.Smoke;
        ImmutableArray<ImmutableArray<string>> commands = smoke?.Commands ?? [.. programs.Select(program => ImmutableArray.Create(program.InstalledPath, "--version"))];
        // A link is another name by which a plugin is loaded.
        var files = subject.Installed.SelectMany(package => package.Rpm.Files).Where(file => !file.IsFolder && !file.IsGhost).Select(file => file.Path).ToImmutableArray();
        ImmutableArray<SmokeCommand> loading = [.. (smoke?.Plugins ?? []).SelectMany(plugin => plugin.CommandsFor(files))];
        var findings = await Task.WhenAll([.. commands.Select(command => TryAsync(command)), .. loading.Select(LoadAsync)]);
        var unmatched = (smoke?.PatternsWithout(files) ?? [])
            .Select(pattern => new GateFinding($"{pattern}", "no file of the packages is such, so nothing of that kind was loaded", $"see what make install left, or mend [smoke] in {subject.Recipe!.Path}"));
        var loaded = loading.Sum(command => command.Alone.Length);
        return new GateVerdict(
            Name,
            $"{commands.Length + loading.Length} commands{(loaded == 0 ? "" : $", plugins loaded: {loaded}")}",
            $"{Path.GetFileName(emulator)} -cpu {processor}, this machine's C library",
            [.. findings.SelectMany(found => found), .. unmatched]);

        async Task<ImmutableArray<GateFinding>> TryAsync(ImmutableArray<string> command) =>
            await FaultAsync(root, emulator, processor, command, mustSucceed: smoke is not null, cancellationToken) is { } fault ? [fault] : [];

        // Where one command loads many, it does not tell which of them is at fault.
        async Task<ImmutableArray<GateFinding>> LoadAsync(SmokeCommand command)
        {
            var faults = await TryAsync(command.Words);
            if (faults.IsEmpty || command.Alone.Length == 1)
            {
                return faults;
            }

            var alone = await Task.WhenAll(command.Alone.Select(TryAsync));
            return alone.All(found => found.IsEmpty) ? faults : [.. alone.SelectMany(found => found)];
        }
    }

    private static string Emulator(GateSubject subject)
    {
        var name = subject.Platform.Emulator;
        return ProcessRunner.FindOnPath(name, subject.Environment.Variables["PATH"]) ?? throw new PipelineException(
            ExitCode.MissingTool,
            GateSubject.Step,
            $"the program '{name}' is not on this machine",
            "install it (Debian: qemu-user-static), or run as root without --no-install");
    }

    // A root with the packages, this machine's C library for their architecture, and the loader's cache made of both.
    private static async Task<string> FurnishAsync(GateSubject subject, string? interpreter, CancellationToken cancellationToken)
    {
        var root = Path.Combine(subject.Scratch, "root");
        await ScratchRoot.MakeAsync(root, subject.Installed, cancellationToken);
        ScratchRoot.Write(root, ".emulator", []);
        var libraries = await MachineLibrariesAsync(subject, cancellationToken);
        foreach (var library in libraries)
        {
            ScratchRoot.Lend(root, library, library);
        }

        if (interpreter is not null && await PlatformLibraries.FindAsync(subject.Platform, Path.GetFileName(interpreter), subject.Environment, cancellationToken) is { } loader)
        {
            ScratchRoot.Lend(root, loader, interpreter);
        }

        var folders = libraries.Select(library => Path.GetDirectoryName(library)!).Distinct(StringComparer.Ordinal);
        ScratchRoot.Write(root, "/etc/ld.so.conf", [.. subject.LoaderFolders, .. folders]);
        var configurator = ProcessRunner.FindOnPath("ldconfig", subject.Environment.Variables["PATH"]) ?? "/sbin/ldconfig";
        ScratchRoot.Write(root, ".ldconfig", []);
        await ScratchRoot.RunAsync(root, Sandbox.InRoot(root, isWritable: true, [(configurator, "/.ldconfig")], [], Command.Of("/.ldconfig", "-X")), cancellationToken);
        return root;
    }

    private static async Task<ImmutableArray<string>> MachineLibrariesAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(subject.Binaries.SelectMany(binary => binary.Elf.Needed));
        while (open.TryDequeue(out var soname))
        {
            if (seen.Add(soname) && subject.LibraryOf(soname) is null && await PlatformLibraries.FindAsync(subject.Platform, soname, subject.Environment, cancellationToken) is { } path)
            {
                found.Add(path);
                foreach (var next in (await ElfReader.ReadAsync(GateSubject.Step, [path], subject.Environment, cancellationToken))[0].Needed)
                {
                    open.Enqueue(next);
                }
            }
        }

        return [.. found];
    }

    private static async Task<GateFinding?> FaultAsync(string root, string emulator, string processor, ImmutableArray<string> command, bool mustSucceed, CancellationToken cancellationToken)
    {
        var emulated = Command.Of("/.emulator", ["-cpu", processor, .. command]);
        var run = Sandbox.InRoot(root, isWritable: false, [(emulator, "/.emulator")], [("LD_BIND_NOW", "1")], emulated);
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, run, cancellationToken);

        // A program that can do without what it failed to load ends well all the same, and tells it here.
        if (LoaderComplaint().Match(outcome.StandardError) is { Success: true } complaint)
        {
            return new GateFinding(string.Join(' ', command), $"something cannot be loaded: {complaint.Value.Trim()}", $"run it yourself: {run}");
        }

        // 126 and 127: the emulator or the loader could not start it; above 128: a signal, as SIGILL.
        if (outcome.ExitCode == 0 || (!mustSucceed && outcome.ExitCode < 126))
        {
            return null;
        }

        var said = (outcome.StandardError + outcome.StandardOutput).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "(nothing said)";
        return new GateFinding(string.Join(' ', command), $"ends with {outcome.ExitCode} on a {processor}{(outcome.ExitCode == 132 ? " (an instruction that it has not)" : "")}: {said}", $"run it yourself: {run}");
    }

    [GeneratedRegex("^.*(?:undefined symbol|symbol lookup error|cannot open shared object file|version `[^']*' not found|Couldn't load ).*$", RegexOptions.Multiline)]
    private static partial Regex LoaderComplaint();
}
