using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Recipes;

/// <summary>Which flags a compiler may be given: they go through configure, make's shell and rpm's macros unquoted.</summary>
public static partial class CompilerFlags
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "letters, digits, spaces and _ = , + - . / : @ ^";

    /// <summary>Whether no shell, make or rpm reads anything in them but the words themselves.</summary>
    public static bool ArePlain(string flags) => PlainPattern().IsMatch(flags);

    /// <summary>A list of configure's arguments: options and NAME=value, which configure writes into makefiles, where make's shell reads them.</summary>
    /// <exception cref="PipelineException">One is empty, of neither kind or not plain (<see cref="ExitCode.Recipe"/>).</exception>
    internal static ImmutableArray<string> Arguments(TomlSection? section, string key) =>
        [.. (section?.Texts(key) ?? []).Select(argument => ArgumentPattern().IsMatch(argument) && ArePlain(argument)
            ? argument
            : throw section!.Wrong(key, $"must hold options (--name) and NAME=value, of {Allowed}"))];

    [GeneratedRegex(@"\A(?:-|[A-Za-z_][A-Za-z0-9_]*=)")]
    private static partial Regex ArgumentPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9 _=,+./:@^-]*\z")]
    private static partial Regex PlainPattern();
}
