using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Binaries;

/// <summary>
/// Finds instructions that a processor has not. objdump takes the code apart, and the assembler, held to that processor
/// (as -march=), has to put each form of instruction together again: binutils itself knows which processor has what.
/// </summary>
/// <param name="environment">The environment of binutils.</param>
/// <param name="scratch">A folder for the assembler's files.</param>
public sealed partial class InstructionCheck(BuildEnvironment environment, string scratch)
{
    /// <summary>Looks at all code of some files.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="files">The files, all of one class.</param>
    /// <param name="is64Bit">Whether they are of the 64-bit class.</param>
    /// <param name="processor">The processor, as the assembler names it ("pentiumiii").</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many instructions and forms were looked at; the forms that the processor has not, and those that nobody understands.</returns>
    /// <exception cref="PipelineException">objdump failed, or the assembler does not know the processor.</exception>
    public async Task<InstructionCheckResult> ExamineAsync(string step, IEnumerable<string> files, bool is64Bit, string processor, CancellationToken cancellationToken)
    {
        var forms = new List<InstructionForm>();
        var instructions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in files.Chunk(500))
        {
            var command = environment.In("/", new Command("objdump", ["--disassemble", "--no-show-raw-insn", "--wide", .. some]));
            var outcome = await ProcessRunner.CaptureAsync(step, command, cancellationToken);
            if (!outcome.Succeeded)
            {
                throw new PipelineException(ExitCode.Packaging, step, $"objdump cannot take the programs apart: {outcome.StandardError.Trim()}", "look at the file that it names", command.Shown, outcome.ExitCode);
            }

            var (found, byFile) = Disassembly.Parse(outcome.StandardOutput);
            forms.AddRange(found);
            foreach (var (file, count) in byFile)
            {
                instructions.Add(file, count);
            }
        }

        var width = is64Bit ? "--64" : "--32";
        var refused = await RefusedAsync(step, forms, [width, $"-march={processor}"], cancellationToken);
        var unknown = await RefusedAsync(step, refused, [width], cancellationToken);
        return new InstructionCheckResult(instructions.ToImmutableDictionary(StringComparer.Ordinal), forms.Count, [.. refused.Except(unknown)], [.. unknown]);
    }

    private async Task<List<InstructionForm>> RefusedAsync(string step, List<InstructionForm> forms, ImmutableArray<string> switches, CancellationToken cancellationToken)
    {
        if (forms.Count == 0)
        {
            return [];
        }

        Directory.CreateDirectory(scratch);
        var source = Path.Combine(scratch, "instructions.s");
        await File.WriteAllLinesAsync(source, forms.Select(form => AsOlderProcessorsTake(form.Text)), cancellationToken);

        // %eiz, the index register that is none, stands in objdump's output where code is padded.
        var command = environment.In(scratch, new Command("as", [.. switches, "-mindex-reg", "-o", Path.Combine(scratch, "instructions.o"), source]));
        var outcome = await ProcessRunner.CaptureAsync(step, command, cancellationToken);
        var lines = ErrorPattern().Matches(outcome.StandardError).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().ToList();
        if (!outcome.Succeeded && lines.Count == 0)
        {
            throw new PipelineException(ExitCode.Recipe, step, $"the assembler cannot be held to the processor: {outcome.StandardError.Trim()}", "mend limits.instructions in the platform's file: a name that as --help lists", command.Shown, outcome.ExitCode);
        }

        return [.. lines.Select(line => forms[line - 1])];
    }

    // Long NOPs are filled up with prefixes that the assembler does not take back.
    // endbr is one of the long NOPs (F3 0F 1E), and a processor that has those takes it for one (Intel SDM, ENDBR32).
    // The compiler's own crtbegin.o has it.
    private static string AsOlderProcessorsTake(string instruction) => instruction switch
    {
        "endbr32" => "nopl (%eax)",
        "endbr64" => "nopl (%rax)",
        _ => PrefixedNopPattern().Replace(instruction, "nop"),
    };

    [GeneratedRegex("^(?:(?:data16|[cdefgs]s) )+nop")]
    private static partial Regex PrefixedNopPattern();

    [GeneratedRegex(@"^[^\n]*?instructions\.s:(\d+): Error:", RegexOptions.Multiline)]
    private static partial Regex ErrorPattern();
}
