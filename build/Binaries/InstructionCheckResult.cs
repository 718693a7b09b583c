using System.Collections.Immutable;

namespace Dom0Iptables.Binaries;

/// <summary>What was found in the code of programs.</summary>
/// <param name="InstructionsByFile">How many instructions were found in each file; a file in which none was is not here.</param>
/// <param name="Forms">How many different ones, places jumped to left aside.</param>
/// <param name="Lacking">Those that the processor has not.</param>
/// <param name="NotUnderstood">Those that the assembler takes for no processor, so that nothing can be said of them.</param>
public sealed record InstructionCheckResult(ImmutableDictionary<string, int> InstructionsByFile, int Forms, ImmutableArray<InstructionForm> Lacking, ImmutableArray<InstructionForm> NotUnderstood);
