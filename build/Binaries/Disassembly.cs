using System.Text.RegularExpressions;

namespace Dom0Iptables.Binaries;

/// <summary>Understands what objdump --disassemble --no-show-raw-insn prints.</summary>
internal static partial class Disassembly
{
    /// <summary>The forms of instruction in a disassembly, and how many instructions there are in each file.</summary>
    public static (IReadOnlyList<InstructionForm> Forms, IReadOnlyDictionary<string, int> InstructionsByFile) Parse(string output)
    {
        var forms = new Dictionary<string, InstructionForm>(StringComparer.Ordinal);
        var instructions = new Dictionary<string, int>(StringComparer.Ordinal);
        var (file, symbol) = ("", "");
        foreach (var line in output.Split('\n'))
        {
            if (FilePattern().Match(line) is { Success: true } begins)
            {
                (file, symbol) = (begins.Groups[1].Value, "");
            }
            else if (SymbolPattern().Match(line) is { Success: true } named)
            {
                symbol = named.Groups[1].Value;
            }
            else if (InstructionPattern().Match(line) is { Success: true } match)
            {
                instructions[file] = instructions.GetValueOrDefault(file) + 1;
                var text = Plain(match.Groups[2].Value);
                forms[text] = forms.TryGetValue(text, out var known) ? known with { Count = known.Count + 1 } : new InstructionForm(text, file, symbol, match.Groups[1].Value, 1);
            }
        }

        return ([.. forms.Values], instructions);
    }

    // Names and comments are objdump's, and where a jump leads does not matter here.
    private static string Plain(string instruction)
    {
        var text = NotePattern().Replace(instruction, "").Trim();
        return JumpPattern().Replace(text, "$1 .");
    }

    [GeneratedRegex(@"^(.+):\s+file format ")]
    private static partial Regex FilePattern();

    [GeneratedRegex(@"^[0-9a-f]+ <(.+)>:$")]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(@"^\s*([0-9a-f]+):\t(.+)$")]
    private static partial Regex InstructionPattern();

    [GeneratedRegex(@"\s*(<[^\t]*>|#.*)\s*$")]
    private static partial Regex NotePattern();

    [GeneratedRegex(@"^((?:\S+ )*?(?:call|j[a-z]+|loop[a-z]*|xbegin)\S*)\s+(?:0x)?[0-9a-f]+$")]
    private static partial Regex JumpPattern();
}
