namespace Dom0Iptables.Failures;

/// <summary>What an exit code means, for README.md, the manual page and the reference.</summary>
/// <param name="meaning">One sentence without its full stop.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ExitCodeMeaningAttribute(string meaning) : Attribute
{
    /// <summary>One sentence without its full stop.</summary>
    public string Meaning { get; } = meaning;
}
