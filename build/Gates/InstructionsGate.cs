using System.Collections.Immutable;
using Dom0Iptables.Binaries;

namespace Dom0Iptables.Gates;

/// <summary>No instruction is newer than the platform's processor.</summary>
public sealed class InstructionsGate : IGate
{
    /// <inheritdoc/>
    public string Name => "instructions";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Platform.Limits.Instructions is not { } processor)
        {
            return GateVerdict.Unchecked(Name, "the platform names no processor");
        }

        var check = new InstructionCheck(subject.Environment, Path.Combine(subject.Scratch, "instructions"));
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        var (instructions, forms) = (0, 0);

        // What is for another machine has none of this one's instructions.
        findings.AddRange(subject.Binaries.Where(binary => !IsX86(binary)).Select(binary => new GateFinding(binary.ToString(), $"is code for {binary.Elf.Machine}", "build it for the platform's architecture")));

        // The assembler takes one class at a time; that both are there is for the gate on ELF to say.
        foreach (var ofClass in subject.Binaries.Where(IsX86).GroupBy(binary => binary.Elf.Class, StringComparer.Ordinal))
        {
            var byPath = ofClass.ToDictionary(binary => binary.Elf.Path, StringComparer.Ordinal);
            var result = await check.ExamineAsync(GateSubject.Step, byPath.Keys, ofClass.Key == "ELF64", ofClass.Key == "ELF64" && !subject.Platform.Is64Bit ? "generic64" : processor, cancellationToken);
            instructions += result.InstructionsByFile.Values.Sum();

            // An object file may be data alone. Of the others, what objdump finds no code in has been hidden from it.
            findings.AddRange(ofClass
                .Where(binary => binary.Elf.Kind != "REL" && !result.InstructionsByFile.ContainsKey(binary.Elf.Path))
                .Select(binary => new GateFinding(binary.ToString(), "has no code that objdump finds, so nothing can be said of it", "do not strip its section headers")));
            forms += result.Forms;
            findings.AddRange(result.Lacking.Select(form => new GateFinding(
                Where(byPath, form),
                $"{form.Text}: {processor} has no such instruction{Times(form)}",
                "compile it for the processor (-march=), without the machine's own objects")));
            findings.AddRange(result.NotUnderstood.Select(form => new GateFinding(
                Where(byPath, form),
                $"{form.Text}: no instruction that the assembler knows{Times(form)}",
                "see what is there: data among the code, or a damaged file")));
        }

        return new GateVerdict(Name, $"{instructions} instructions of {forms} forms", processor, findings.ToImmutable());
    }

    private static bool IsX86(PackagedBinary binary) => binary.Elf.Machine is "Intel 80386" or "Advanced Micro Devices X86-64";

    private static string Where(Dictionary<string, PackagedBinary> byPath, InstructionForm form) => $"{byPath[form.File]} {form.Symbol} at 0x{form.Address}";

    private static string Times(InstructionForm form) => form.Count == 1 ? "" : $" ({form.Count} times)";
}
