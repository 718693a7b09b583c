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
        foreach (var line in lines)
        {
            if (GccPattern().Match(line) is { Success: true } gcc)
            {
                var place = gcc.Groups["place"].Value;
                var message = new CompilerMessage(place, gcc.Groups["text"].Value, gcc.Groups["kind"] is { Success: true } kind ? kind.Value : null);
                (gcc.Groups["severity"].Value == "warning" ? warnings : errors).Add(message);
            }
            else if (LinkerPattern().Match(line) is { Success: true } linker)
            {
                errors.Add(new CompilerMessage(linker.Groups["place"].Value, linker.Groups["text"].Value, null));
            }
            else if (MakePattern().Match(line) is { Success: true } make)
            {
                fromMake.Add(new CompilerMessage(make.Groups["place"].Value, make.Groups["text"].Value, null));
            }
        }

        // make's own words repeat the compiler's error; they count where nothing else was said.
        return new CompilerMessages([.. errors.Count > 0 ? errors : fromMake], [.. warnings]);
    }

    [GeneratedRegex(@"^(?<place>[^\s:][^:]*(?::\d+)?)(?::\d+)?: (?<severity>warning|error|fatal error): (?<text>.*?)(?: \[(?<kind>-W[^\]]+)\])?$")]
    private static partial Regex GccPattern();

    [GeneratedRegex(@"^(?:\S*/ld: )?(?<place>[^\s:][^:]*(?::(?:\(.*?\)|\d+))?): (?<text>(?:undefined reference to|multiple definition of|cannot find).*)$")]
    private static partial Regex LinkerPattern();

    [GeneratedRegex(@"^(?:g?make)(?:\[\d+\])?: \*\*\* (?:\[(?<place>[^\]]+)\] )?(?<text>.+)$")]
    private static partial Regex MakePattern();
}
