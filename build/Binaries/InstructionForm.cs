namespace Dom0Iptables.Binaries;

/// <summary>One form of instruction in a disassembly, with the first place that has it.</summary>
/// <param name="Text">The instruction as an assembler takes it, without the place that it jumps to.</param>
/// <param name="File">The file of the first one.</param>
/// <param name="Symbol">The function that the first one is in.</param>
/// <param name="Address">Its address, in hexadecimal digits.</param>
/// <param name="Count">How many there are.</param>
public sealed record InstructionForm(string Text, string File, string Symbol, string Address, int Count);
