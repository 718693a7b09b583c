using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.CLibrary;

/// <summary>
/// Makes the link-time C library of a platform: shared libraries that export what the platform's own do, start files, and
/// a small archive of wrappers. A compiler that finds these before the machine's own (gcc -B) makes programs that the
/// platform runs, and refuses to link those it cannot. Nothing of the machine's C library is in it, and nothing of it but
/// the start files and wrappers gets into a program.
/// </summary>
/// <remarks>
/// It is made once for each platform and kept in the user's cache; a workspace has a copy of its own, so that what a build
/// reads is all in its workspace.
/// </remarks>
/// <param name="sandbox">Where the compiler is run.</param>
/// <param name="cache">The folder that keeps those that were made.</param>
/// <param name="log">The log of what was run.</param>
public sealed class LinkLibrary(BuildSandbox sandbox, string cache, string log)
{
    /// <summary>The step's name in the journal.</summary>
    public const string Step = "LinkLibrary";

    private static readonly ImmutableArray<string> CompilerSwitches = ["-O2", "-fPIC", "-fcf-protection=none", "-fno-stack-protector", "-fno-builtin", "-ffreestanding", "-Wall", "-Werror", "-Wa,-mx86-used-note=no"];

    /// <summary>The fingerprint of the start files, the wrappers and the way they are compiled.</summary>
    public static string SourcesFingerprint => Fingerprint.OfTexts([.. CompilerSwitches, .. RuntimeSources.Names.Select(RuntimeSources.Read)]);

    /// <summary>Puts it into a folder: from the cache, or made anew where the cache has none that is whole.</summary>
    /// <param name="platform">A platform that names the table of its C library.</param>
    /// <param name="tools">The compilers and their versions.</param>
    /// <param name="folder">Where it is put; there whole or not at all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether it came from the cache.</returns>
    /// <exception cref="PipelineException">The compiler refuses (<see cref="ExitCode.Configure"/>), the table is wrong, or the cache cannot be written to (<see cref="ExitCode.Storage"/>).</exception>
    public async Task<bool> PutAsync(Platform platform, IEnumerable<KeyValuePair<string, string>> tools, string folder, CancellationToken cancellationToken)
    {
        var key = Fingerprint.OfTexts([Fingerprint.OfFile(platform.AbiTable!), platform.Architecture!, platform.Cc!, SourcesFingerprint, .. tools.Select(tool => $"{tool.Key} {tool.Value}")]);
        var entry = Path.Combine(cache, $"{platform.Id}-{key[..16]}");
        var seal = entry + ".fingerprint";
        var isCached = Directory.Exists(entry) && File.Exists(seal) && await File.ReadAllTextAsync(seal, cancellationToken) == Fingerprint.OfPath(entry);
        if (!isCached)
        {
            // Under a name that no other run has: two that make it at once both make it whole, and either's will do.
            var partial = $"{entry}.{Environment.ProcessId}.partial";
            try
            {
                await MakeAsync(platform, partial, cancellationToken);
                await File.WriteAllTextAsync(partial + ".fingerprint", Fingerprint.OfPath(partial), cancellationToken);
                TreeCopy.MoveIn(partial, entry);
                File.Move(partial + ".fingerprint", seal, overwrite: true);
            }
            finally
            {
                TreeCopy.Remove(partial);
                File.Delete(partial + ".fingerprint");
            }
        }

        await TreeCopy.ReplaceAsync(Step, entry, folder, cancellationToken);
        return isCached;
    }

    private async Task MakeAsync(Platform platform, string partial, CancellationToken cancellationToken)
    {
        var table = AbiTable.Read(platform.AbiTable!);
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(partial);
        File.Delete(log);
        var compiler = platform.Cc!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Task Compile(params ImmutableArray<string> arguments) => RunAsync(partial, new Command(compiler[0], [.. compiler[1..], .. arguments]), cancellationToken);

        foreach (var name in RuntimeSources.Names)
        {
            await File.WriteAllTextAsync(Path.Combine(partial, name), RuntimeSources.Read(name), cancellationToken);
        }

        var start = $"start-{platform.Architecture}.S";
        var wrappers = RuntimeSources.Names.Where(name => name.StartsWith("compatibility-", StringComparison.Ordinal)).ToImmutableArray();
        foreach (var source in (string[])[start, "init.c", "crti.S", "crtn.S", "abi-note.S", .. wrappers])
        {
            await Compile([.. CompilerSwitches, "-c", source, "-o", Path.ChangeExtension(source, ".o")]);
        }

        var parts = ImmutableArray.Create(Path.ChangeExtension(start, ".o"), "init.o", "abi-note.o");
        await Compile(["-nostdlib", "-no-pie", "-Wl,-r", .. parts, "-o", "crt1.o"]);
        File.Copy(Path.Combine(partial, "crt1.o"), Path.Combine(partial, "Scrt1.o"));
        await RunAsync(partial, Command.Of("ar", ["rcsD", "libcompatibility.a", .. wrappers.Select(source => Path.ChangeExtension(source, ".o"))]), cancellationToken);
        foreach (var library in table.Libraries)
        {
            await MakeStubAsync(partial, library, [.. table.Symbols.Where(symbol => symbol.Library == library)], Compile);
        }

        WriteLinkerNames(partial, table.Libraries);
        await LinkMultilibNameAsync(partial, compiler, cancellationToken);
        foreach (var scratch in Directory.EnumerateFiles(partial).Where(file => Path.GetExtension(file) is ".c" or ".S" or ".s" or ".map" || (Path.GetExtension(file) == ".o" && !Path.GetFileName(file).Contains("crt", StringComparison.Ordinal))))
        {
            File.Delete(scratch);
        }
    }

    private static async Task MakeStubAsync(string folder, string library, ImmutableArray<AbiSymbol> symbols, Func<ImmutableArray<string>, Task> compile)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, library + ".s"), StubSource.Assembly(symbols));
        await File.WriteAllTextAsync(Path.Combine(folder, library + ".map"), StubSource.VersionScript(symbols));
        await compile(["-shared", "-nostdlib", $"-Wl,-soname,{library}", $"-Wl,--version-script,{library}.map", "-Wl,--hash-style=both", "-Wl,--build-id=none", "-Wl,--strip-all", $"{library}.s", "-o", library]);
    }

    // libc.so is a linker script, as in every glibc: the wrappers come with the library, each only where it is needed.
    // It names them by -l: and no folder, so that they are looked for where it was itself found, and it can be copied.
    private static void WriteLinkerNames(string partial, ImmutableArray<string> libraries)
    {
        var loader = libraries.Single(library => library.StartsWith("ld-linux", StringComparison.Ordinal));
        foreach (var library in libraries.Where(library => library != loader))
        {
            var plain = Path.Combine(partial, library[..(library.IndexOf(".so", StringComparison.Ordinal) + 3)]);
            if (library == "libc.so.6")
            {
                File.WriteAllText(plain, $"GROUP ( -l:libc.so.6 -l:libcompatibility.a AS_NEEDED ( -l:{loader} ) )\n");
            }
            else
            {
                File.CreateSymbolicLink(plain, library);
            }
        }
    }

    // With -m32, gcc looks below -B's folder only in the folder that it has for the 32-bit libraries ("32").
    private async Task LinkMultilibNameAsync(string partial, string[] compiler, CancellationToken cancellationToken)
    {
        var question = In(partial, new Command(compiler[0], [.. compiler[1..], "-print-multi-directory"]));
        var name = (await ProcessRunner.CaptureAsync(Step, question, cancellationToken)).StandardOutput.Trim();
        if (name is not ("" or "."))
        {
            File.CreateSymbolicLink(Path.Combine(partial, name), ".");
        }
    }

    // It is made in the cache, and seen where the workspace will have its copy.
    private Command In(string folder, Command command) =>
        sandbox.In(folder, sandbox.Inside.LinkLibrary, command, new SandboxMount(folder, sandbox.Inside.LinkLibrary, IsWritable: true));

    private async Task RunAsync(string folder, Command command, CancellationToken cancellationToken)
    {
        var inFolder = In(folder, command);
        var outcome = await sandbox.LogAsync(Step, inFolder, log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(
                ExitCode.Configure,
                Step,
                "the link-time C library of the platform cannot be made",
                "see the log: this machine's compiler or linker refuses a file of build/CLibrary/Runtime or the table",
                inFolder.ToString(),
                outcome.ExitCode,
                log);
        }
    }
}
