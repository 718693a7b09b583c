using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Compiling;

/// <summary>What the compilers and linkers said in error.log.</summary>
/// <param name="Errors">The errors in the order they came.</param>
/// <param name="Warnings">The warnings in the order they came.</param>
public sealed partial record CompilerMessages(ImmutableArray<CompilerMessage> Errors, ImmutableArray<CompilerMessage> Warnings)
{
    /// <summary>The first error, or null.</summary>
    public CompilerMessage? FirstError => Errors.FirstOrDefault();

    /// <summary>How many warnings there are of each kind, the most frequent first.</summary>
    public ImmutableArray<(string Kind, int Count)> WarningsByKind =>
        [.. Warnings.GroupBy(warning => warning.Kind ?? "without a kind")
            .Select(group => (group.Key, group.Count()))
            .OrderByDescending(pair => pair.Item2)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>Reads error.log.</summary>
    public static CompilerMessages Read(string errorLog) => Parse(File.ReadLines(errorLog));

    /// <summary>Reads the lines of make's stderr.</summary>
    public static CompilerMessages Parse(IEnumerable<string> lines)
    {
        var errors = new List<CompilerMessage>();
        var fromMake = new List<CompilerMessage>();
        var warnings = new List<CompilerMessage>();
        string? notFound = null;
        foreach (var line in lines.Select(coloured => ColourPattern().Replace(coloured, "")))
        {
            if (GccPattern().Match(line) is { Success: true } gcc)
            {
                var place = gcc.Groups["place"].Value;
                var message = new CompilerMessage(place, gcc.Groups["text"].Value, gcc.Groups["kind"] is { Success: true } kind ? kind.Value : null);
                (gcc.Groups["severity"].Value.Equals("warning", StringComparison.OrdinalIgnoreCase) ? warnings : errors).Add(message);
            }
            else if (LinkerPattern().Match(line) is { Success: true } linker)
            {
                errors.Add(new CompilerMessage(linker.Groups["place"].Value, linker.Groups["text"].Value, null));
            }
            else if (MakePattern().Match(line) is { Success: true } make)
            {
                var place = make.Groups["place"] is { Success: true } named ? named.Value : "make";
                var text = make.Groups["text"].Value;
                fromMake.Add(new CompilerMessage(place, text is "Error 127" && notFound is not null ? $"{notFound} ({text})" : text, null));
            }
            else if (NotFoundPattern().Match(line) is { Success: true } program)
            {
                notFound = program.Groups["text"].Value;
            }
        }

        // make's own words repeat the compiler's error; they count where nothing else was said.
        return new CompilerMessages([.. errors.Count > 0 ? errors : fromMake], [.. warnings]);
    }

    // A place may hold spaces and colons. What the compiler quotes of a long file begins with its line's number and a bar.
    [GeneratedRegex(@"^(?!\d+ \|)(?<place>\S.*?(?::\d+)?)(?::\d+)?: (?<severity>[Ww]arning|[Ee]rror|fatal error|internal compiler error|sorry, unimplemented): (?<text>.*?)(?: \[(?<kind>-W[^\]]+)\])?$")]
    private static partial Regex GccPattern();

    [GeneratedRegex(@"^(?:\S*/ld: ?)?(?<place>[^\s:][^:]*(?::(?:\(.*?\)|\d+))?): (?<text>(?:undefined reference to|multiple definition of|cannot find|relocation R_|error adding symbols|file not recognized|.* is incompatible with).*)$")]
    private static partial Regex LinkerPattern();

    [GeneratedRegex(@"^(?:(?:\S*/)?g?make(?:\[\d+\])?|(?<place>[^\s:][^:]*:\d+)): \*\*\* (?!Waiting for|Deleting |\[[^\]]+\] Deleting )(?:\[(?<place>[^\]]+)\] )?(?<text>.+)$")]
    private static partial Regex MakePattern();

    // make itself or its shell, which then say no more than Error 127.
    [GeneratedRegex(@"^(?:\S*/)?(?:g?make(?:\[\d+\])?|sh|bash|dash)(?:: (?:line )?\d+)?: (?<text>.+: (?:No such file or directory|(?:command )?not found))$")]
    private static partial Regex NotFoundPattern();

    [GeneratedRegex(@"\x1B\[[0-9;]*[mK]")]
    private static partial Regex ColourPattern();
}
