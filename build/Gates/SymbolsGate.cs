using System.Collections.Immutable;
using Dom0Iptables.Binaries;

namespace Dom0Iptables.Gates;

/// <summary>Every symbol that a program or library wants is there, at the version that it wants, where it looks for it.</summary>
public sealed class SymbolsGate : IGate
{
    private const string GlibcPrefix = "GLIBC_";
    private const string Relink = "link it with the platform's C library (README.md, \"Platforms\"); what that lacks needs a wrapper in build/CLibrary/Runtime or a patch";

    /// <inheritdoc/>
    public string Name => "symbols";

    /// <inheritdoc/>
    public Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var exports = subject.Binaries
            .Where(binary => binary.Elf.IsDynamic)
            .ToDictionary(binary => binary, binary => binary.Elf.Symbols.Where(symbol => !symbol.IsUndefined).ToLookup(symbol => symbol.Name, symbol => symbol.Version, StringComparer.Ordinal));
        var ofPrograms = subject.Binaries.Where(binary => binary.IsProgram).SelectMany(program => Closure(subject, program).Append(program.Elf.Soname ?? program.InstalledPath)).ToHashSet(StringComparer.Ordinal);
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        var symbols = 0;
        foreach (var binary in subject.Binaries.Where(binary => binary.Elf.IsDynamic))
        {
            if (!binary.Elf.HasDynamicSymbols)
            {
                findings.Add(new GateFinding(binary.ToString(), "has no table of its symbols that readelf finds, so nothing can be said of them", "do not strip its section headers"));
                continue;
            }

            findings.AddRange(binary.Elf.VersionNeeds
                .Where(need => !HasVersion(subject, need))
                .Select(need => new GateFinding($"{binary} {need.Library}", $"wants that library to have the version {need.Version}, and it has not ({subject.Libraries.Name}): the program would end before it starts", Relink)));

            var closure = Closure(subject, binary);
            foreach (var symbol in binary.Elf.Symbols.Where(symbol => symbol.IsUndefined))
            {
                symbols++;
                if (Complaint(subject, exports, binary, symbol, closure, ofPrograms) is { } complaint)
                {
                    findings.Add(new GateFinding($"{binary} {symbol}", complaint, Relink));
                }
            }
        }

        var newest = subject.Binaries.SelectMany(binary => binary.Elf.VersionNeeds)
            .Select(need => need.Version)
            .Where(version => version.StartsWith(GlibcPrefix, StringComparison.Ordinal) && Version.TryParse(version[GlibcPrefix.Length..], out _))
            .Select(version => Version.Parse(version[GlibcPrefix.Length..]))
            .Max();
        var figure = $"{symbols} wanted by {subject.Binaries.Length} ELF files; newest {(newest is null ? "GLIBC: none" : GlibcPrefix + newest)}";
        return Task.FromResult(new GateVerdict(Name, figure, subject.Libraries.Name, findings.ToImmutable()));
    }

    // A version may be wanted without any symbol of it (GLIBC_ABI_DT_RELR). A library that is missing altogether is for
    // another gate to tell.
    private static bool HasVersion(GateSubject subject, ElfVersionNeed need) =>
        subject.LibraryOf(need.Library) is { } packaged
            ? packaged.Elf.Symbols.Any(symbol => !symbol.IsUndefined && symbol.Version == need.Version)
            : !subject.Libraries.Has(need.Library) || subject.Libraries.HasVersion(need.Library, need.Version);

    private static string? Complaint(
        GateSubject subject,
        Dictionary<PackagedBinary, ILookup<string, string?>> exports,
        PackagedBinary binary,
        ElfSymbol symbol,
        HashSet<string> closure,
        HashSet<string> ofPrograms)
    {
        if (symbol.Library is { } library)
        {
            // A version that a library lacks ends the program before it starts, weak symbol or not.
            if (subject.LibraryOf(library) is { } packaged)
            {
                return exports[packaged][symbol.Name].Contains(symbol.Version) ? null : $"{library} of the packages does not export it";
            }

            // That a whole library is missing is for the gate on needed libraries to say.
            if (!subject.Libraries.Has(library))
            {
                return null;
            }

            var versions = subject.Libraries.Versions(library, symbol.Name);
            return versions.Contains(symbol.Version!)
                ? null
                : symbol.IsWeak && subject.Libraries.HasVersion(library, symbol.Version!)
                    ? null
                    : $"{library} of the platform {(versions.IsEmpty ? "has no such symbol" : $"has it at {string.Join(", ", versions.Order(StringComparer.Ordinal))} only")} ({subject.Libraries.Name})";
        }

        if (symbol.IsWeak || IsThere(subject, exports, symbol.Name, closure))
        {
            return null;
        }

        // What a program loads while it runs may lean on all that the program has.
        var isPlugin = !binary.IsProgram && !subject.Binaries.Any(other => binary.Elf.Soname is { } soname && other.Elf.Needed.Contains(soname));
        if (isPlugin && (IsThere(subject, exports, symbol.Name, ofPrograms) || subject.Binaries.Any(other => other.IsProgram && exports.TryGetValue(other, out var own) && own.Contains(symbol.Name))))
        {
            return null;
        }

        return $"nothing that it is linked with exports it{(isPlugin ? ", nor any program of the packages" : "")}";
    }

    private static bool IsThere(GateSubject subject, Dictionary<PackagedBinary, ILookup<string, string?>> exports, string symbol, HashSet<string> sonames) =>
        sonames.Any(soname => subject.LibraryOf(soname) is { } packaged && exports.TryGetValue(packaged, out var own)
            ? own.Contains(symbol)
            : !subject.Libraries.Versions(soname, symbol).IsEmpty);

    private static HashSet<string> Closure(GateSubject subject, PackagedBinary binary)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(binary.Elf.Needed);
        while (open.TryDequeue(out var soname))
        {
            if (seen.Add(soname) && subject.LibraryOf(soname) is { } library)
            {
                foreach (var next in library.Elf.Needed)
                {
                    open.Enqueue(next);
                }
            }
        }

        return seen;
    }
}
