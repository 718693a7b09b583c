namespace Dom0Iptables.Compiling;

/// <summary>One error or warning of a compiler or linker.</summary>
/// <param name="Place">File, and line where it has one ("xtables.c:40").</param>
/// <param name="Text">What it says.</param>
/// <param name="Kind">The warning's switch ("-Wunused-result"), or null where it names none.</param>
public sealed record CompilerMessage(string Place, string Text, string? Kind)
{
    /// <summary>The message in one line.</summary>
    public override string ToString() => $"{Place}: {Text}";
}
