using System.Collections.Immutable;

namespace Dom0Iptables.Gates;

/// <summary>Every program and library is of the form that the platform's kernel and loader take, and safe in it.</summary>
public sealed class ElfGate : IGate
{
    // rpm's names of architectures and readelf's of what they run.
    private static readonly ImmutableDictionary<string, (string Class, string Machine)> Architectures = ImmutableDictionary.CreateRange(
        new[] { "i386", "i486", "i586", "i686", "athlon" }.Select(name => KeyValuePair.Create(name, ("ELF32", "Intel 80386")))
            .Append(KeyValuePair.Create("x86_64", ("ELF64", "Advanced Micro Devices X86-64"))));

    /// <inheritdoc/>
    public string Name => "elf";

    /// <inheritdoc/>
    public Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var loader = subject.Platform.Limits.Loader is { } path ? LoaderFacts.Read(path) : null;
        var findings = subject.Binaries.SelectMany(binary => Problems(binary, subject, loader).Select(problem => new GateFinding(binary.ToString(), problem.Problem, problem.NextStep))).ToImmutableArray();
        var kernel = subject.Binaries.Max(binary => binary.Elf.OldestKernel);
        var limit = loader is null ? "the package's architecture; nothing executable that is written to" : $"{loader.Class}, {loader.Interpreter}, Linux {subject.Platform.Limits.Kernel}";
        return Task.FromResult(new GateVerdict(
            Name,
            $"{subject.Binaries.Length} ELF files, {subject.Binaries.SelectMany(binary => binary.Elf.Relocations).Distinct(StringComparer.Ordinal).Count()} kinds of relocation; ABI note: {(kernel is null ? "none" : $"Linux {kernel}")}",
            limit,
            findings));
    }

    private static IEnumerable<(string Problem, string NextStep)> Problems(PackagedBinary binary, GateSubject subject, LoaderFacts? loader)
    {
        var elf = binary.Elf;
        var package = subject.Packages.First(package => package.Rpm.FileName == binary.Package).Rpm;
        const string compile = "build it for the platform: ./build.sh --platform=… (platforms/ has the switches)";
        (string Class, string Machine)? expected = loader is not null ? (loader.Class, loader.Machine) : Architectures.TryGetValue(package.Architecture, out var own) ? own : null;
        if (expected is null)
        {
            yield return ($"{elf.Class} for {elf.Machine} in a package of the architecture {package.Architecture}", "name the architecture that it is for; noarch packages hold no programs");
        }
        else if (expected != (elf.Class, elf.Machine))
        {
            yield return ($"{elf.Class} for {elf.Machine}, where the platform runs {expected.Value.Class} for {expected.Value.Machine}", compile);

            // All the rest would follow from that.
            yield break;
        }

        // An object file is for a linker, not for the loader.
        if (elf.Kind == "REL")
        {
            yield break;
        }

        if (loader is not null && elf.Interpreter is { } interpreter && interpreter != loader.Interpreter)
        {
            yield return ($"asks for the loader {interpreter}; the platform's is {loader.Interpreter}", compile);
        }

        if (elf.SystemAbi != "UNIX - System V")
        {
            yield return ($"follows the conventions of \"{elf.SystemAbi}\", which an old loader refuses", "leave out what needs them: unique symbols and indirect functions");
        }

        if (subject.Platform.Limits.Kernel is { } kernel && elf.OldestKernel > kernel)
        {
            yield return ($"its ABI note asks for Linux {elf.OldestKernel}; the platform has {kernel}", "link it with the platform's start files (build/CLibrary/Runtime/abi-note.S)");
        }

        foreach (var folder in elf.SearchFolders.Where(folder => !IsOwn(folder, subject)))
        {
            yield return ($"has the loader search {(folder.Length == 0 ? "the current folder" : folder)}, which is none of the package's", "link it without -rpath");
        }

        if (elf.StackFlags is null or "RWE")
        {
            yield return (elf.StackFlags is null ? "has no stack segment, so its stack is executable" : "has an executable stack", "mark its assembly files: .section .note.GNU-stack, \"\", @progbits");
        }

        if (elf.HasTextRelocations)
        {
            yield return ("the loader has to write into its code (text relocations)", "compile it with -fPIC");
        }

        if (loader is not null)
        {
            if (elf.IsDynamic && !elf.DynamicTags.Contains("HASH"))
            {
                yield return ("has no table of symbols in the form that every loader reads (DT_HASH)", "link it with -Wl,--hash-style=both");
            }

            foreach (var relocation in elf.Relocations.Except(loader.Relocations))
            {
                yield return ($"has relocations of the kind {relocation}, which the platform's loader does not know", compile);
            }

            foreach (var tag in elf.DynamicTags.Except(loader.DynamicTags))
            {
                yield return ($"has the dynamic tag {tag}, which the platform's loader does not know", compile);
            }

            foreach (var symbol in elf.Symbols.Where(symbol => symbol.Kind == "IFUNC" || symbol.Binding == "UNIQUE"))
            {
                yield return ($"{symbol} is {(symbol.Kind == "IFUNC" ? "an indirect function" : "a unique symbol")}, which the platform's loader does not know", compile);
            }

            foreach (var property in elf.Properties)
            {
                yield return ($"has a GNU property note ({property}), newer than the platform's loader", "compile it with -fcf-protection=none -Wa,-mx86-used-note=no");
            }
        }
    }

    // $ORIGIN leads to a place that the package itself decides.
    private static bool IsOwn(string folder, GateSubject subject) =>
        folder.StartsWith("$ORIGIN", StringComparison.Ordinal) || folder.StartsWith("${ORIGIN}", StringComparison.Ordinal)
        || subject.Installed.Any(package => package.Rpm.Files.Any(file => file.IsFolder && file.Path == folder.TrimEnd('/')));
}
