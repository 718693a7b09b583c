using System.Globalization;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Binaries;

/// <summary>Understands what readelf --wide prints.</summary>
internal static partial class ReadelfOutput
{
    /// <summary>The files that it was asked about, in their order.</summary>
    public static IEnumerable<ElfFile> Parse(string output)
    {
        Reading? reading = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.StartsWith("File: ", StringComparison.Ordinal))
            {
                if (reading is not null)
                {
                    yield return reading.Finish();
                }

                reading = new Reading(line["File: ".Length..]);
            }
            else
            {
                reading?.Read(line);
            }
        }

        if (reading is not null)
        {
            yield return reading.Finish();
        }
    }

    private sealed class Reading(string path)
    {
        private readonly List<string> needed = [];
        private readonly List<string> searched = [];
        private readonly List<string> tags = [];
        private readonly SortedSet<string> relocations = new(StringComparer.Ordinal);
        private readonly List<string> properties = [];
        private readonly List<ElfVersionNeed> needs = [];
        private readonly Dictionary<string, ElfVersionNeed> needByIndex = [];
        private readonly List<(ElfSymbol Symbol, string Index)> symbols = [];
        private ElfFile file = new() { Path = path };
        private string section = "";
        private string needing = "";

        public void Read(string line)
        {
            if (SectionOf(line) is { } begins)
            {
                section = begins;
                return;
            }

            switch (section)
            {
                case "header":
                    ReadHeader(line);
                    break;
                case "segments":
                    ReadSegment(line);
                    break;
                case "dynamic":
                    ReadDynamic(line);
                    break;
                case "relocations" when RelocationPattern().Match(line) is { Success: true } match:
                    relocations.Add(match.Value);
                    break;
                case "symbols":
                    ReadSymbol(line);
                    break;
                case "needs":
                    ReadNeed(line);
                    break;
                case "notes":
                    ReadNote(line);
                    break;
                default:
                    break;
            }
        }

        public ElfFile Finish() => file with
        {
            Needed = [.. needed],
            SearchFolders = [.. searched],
            DynamicTags = [.. tags],
            Relocations = [.. relocations],
            Properties = [.. properties],
            VersionNeeds = [.. needs],

            // The versions are printed after the symbols that bear their numbers.
            Symbols = [.. symbols.Select(pair => pair.Symbol.IsUndefined && needByIndex.TryGetValue(pair.Index, out var need) ? pair.Symbol with { Library = need.Library } : pair.Symbol)],
        };

        private static string? SectionOf(string line) => line switch
        {
            "ELF Header:" => "header",
            "Program Headers:" => "segments",
            _ when line.StartsWith("Dynamic section", StringComparison.Ordinal) => "dynamic",
            _ when line.StartsWith("Relocation section", StringComparison.Ordinal) => "relocations",
            _ when line.StartsWith("Symbol table '.dynsym'", StringComparison.Ordinal) => "symbols",
            _ when line.StartsWith("Version needs section", StringComparison.Ordinal) => "needs",
            _ when line.StartsWith("Displaying notes", StringComparison.Ordinal) => "notes",
            _ when line.Length > 0 && char.IsAsciiLetterUpper(line[0]) => "other",
            _ when line.StartsWith(" Section to Segment", StringComparison.Ordinal) => "other",
            _ => null,
        };

        private void ReadHeader(string line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            file = (colon < 0 ? "" : line[..colon].Trim()) switch
            {
                "Class" => file with { Class = value },
                "Machine" => file with { Machine = value },
                "OS/ABI" => file with { SystemAbi = value },
                "Type" => file with { Kind = value.Split(' ')[0] },
                _ => file,
            };
        }

        private void ReadSegment(string line)
        {
            const string asked = "[Requesting program interpreter: ";
            var trimmed = line.Trim();
            if (trimmed.StartsWith(asked, StringComparison.Ordinal))
            {
                file = file with { Interpreter = trimmed[asked.Length..^1] };
            }
            else if (StackPattern().Match(line) is { Success: true } match)
            {
                file = file with { StackFlags = match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) };
            }
        }

        private void ReadDynamic(string line)
        {
            if (DynamicPattern().Match(line) is not { Success: true } match)
            {
                return;
            }

            var (tag, value) = (match.Groups[1].Value, match.Groups[2].Value.Trim());
            var named = value.IndexOf('[', StringComparison.Ordinal) is >= 0 and var start && value.EndsWith(']') ? value[(start + 1)..^1] : value;
            tags.Add(tag);
            switch (tag)
            {
                case "NEEDED":
                    needed.Add(named);
                    break;
                case "SONAME":
                    file = file with { Soname = named };
                    break;
                case "RPATH" or "RUNPATH":
                    searched.AddRange(named.Split(':'));
                    break;
                case "TEXTREL":
                    file = file with { HasTextRelocations = true };
                    break;
                case "FLAGS" when value.Contains("TEXTREL", StringComparison.Ordinal):
                    file = file with { HasTextRelocations = true };
                    break;
                case "NULL":
                    tags.RemoveAt(tags.Count - 1);
                    break;
                default:
                    break;
            }
        }

        private void ReadSymbol(string line)
        {
            file = file with { HasDynamicSymbols = true };
            if (SymbolPattern().Match(line) is not { Success: true } match)
            {
                return;
            }

            var (kind, binding, where, name, index) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value);
            var at = name.IndexOf('@', StringComparison.Ordinal);
            symbols.Add((
                new ElfSymbol(
                    at < 0 ? name : name[..at],
                    at < 0 ? null : name[at..].TrimStart('@'),
                    null,
                    where == "UND",
                    binding == "WEAK",
                    kind,
                    binding),
                index));
        }

        private void ReadNeed(string line)
        {
            if (NeedingPattern().Match(line) is { Success: true } library)
            {
                needing = library.Groups[1].Value;
            }
            else if (NeedPattern().Match(line) is { Success: true } match)
            {
                var need = new ElfVersionNeed(needing, match.Groups[1].Value);
                needs.Add(need);
                needByIndex[int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)] = need;
            }
        }

        private void ReadNote(string line)
        {
            if (KernelPattern().Match(line) is { Success: true } match)
            {
                file = file with { OldestKernel = Version.Parse(match.Groups[1].Value) };
            }
            else if (line.IndexOf("Properties:", StringComparison.Ordinal) is >= 0 and var start)
            {
                properties.Add(line[(start + "Properties:".Length)..].Trim());
            }
        }
    }

    [GeneratedRegex(@"\bR_[A-Z0-9]+_\w+")]
    private static partial Regex RelocationPattern();

    [GeneratedRegex(@"^\s+GNU_STACK\s+(?:0x[0-9a-f]+\s+){5}([RWE ]*?)\s+0x")]
    private static partial Regex StackPattern();

    [GeneratedRegex(@"^\s*0x[0-9a-f]+\s+\(([^)]+)\)\s*(.*)$")]
    private static partial Regex DynamicPattern();

    [GeneratedRegex(@"^\s*\d+:\s+[0-9a-f]+\s+\S+\s+(\S+)\s+(GLOBAL|WEAK|UNIQUE)\s+(?:DEFAULT|PROTECTED)\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)(?:\s+\((\d+)\))?\s*$")]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(@"Version: \d+\s+File: (\S+)\s+Cnt:")]
    private static partial Regex NeedingPattern();

    [GeneratedRegex(@"Name: (\S+)\s+Flags: .*\s+Version: (\d+)")]
    private static partial Regex NeedPattern();

    [GeneratedRegex(@"OS: Linux, ABI: (\d+\.\d+\.\d+)")]
    private static partial Regex KernelPattern();
}
