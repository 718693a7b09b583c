namespace Dom0Iptables.CommandLine;

/// <summary>One option of the pipeline.</summary>
/// <param name="Name">Its name without the dashes ("source").</param>
/// <param name="Value">What stands for its value in help ("PATH|URL"), or null for a switch.</param>
/// <param name="Meaning">What it does, in one line.</param>
/// <param name="Example">A command's end that shows it ("--source=iptables-1.4.8.tar.bz2").</param>
/// <param name="Letter">Its one-letter form, or null.</param>
public sealed record CommandLineOption(string Name, string? Value, string Meaning, string Example, char? Letter = null)
{
    /// <summary>The option as help and README show it.</summary>
    public string Usage => (Letter is null ? "" : $"-{Letter}, ") + $"--{Name}" + (Value is null ? "" : $"={Value}");
}
