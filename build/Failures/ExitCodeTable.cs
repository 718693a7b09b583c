using System.Collections.Immutable;
using System.Reflection;

namespace Dom0Iptables.Failures;

/// <summary>Every exit code there is, with what it means.</summary>
public static class ExitCodeTable
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static ImmutableArray<(int Code, string Meaning)> All { get; } =
        [.. Enum.GetValues<ExitCode>().Select(code => ((int)code, typeof(ExitCode).GetField(code.ToString())!.GetCustomAttribute<ExitCodeMeaningAttribute>()!.Meaning))];
}
