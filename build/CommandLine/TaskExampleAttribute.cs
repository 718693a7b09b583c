namespace Dom0Iptables.CommandLine;

/// <summary>An example of a task, for --help, the manual page and the reference.</summary>
/// <param name="arguments">A command line that runs it, without "./build.sh".</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskExampleAttribute(string arguments) : Attribute
{
    /// <summary>A command line that runs it, without "./build.sh".</summary>
    public string Arguments { get; } = arguments;
}
