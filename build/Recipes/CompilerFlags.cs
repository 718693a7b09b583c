using System.Text.RegularExpressions;

namespace Dom0Iptables.Recipes;

/// <summary>Which flags a compiler may be given: they go through configure, make's shell and rpm's macros unquoted.</summary>
public static partial class CompilerFlags
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "letters, digits, spaces and _ = , + - . / : @ ^";

    /// <summary>Whether no shell, make or rpm reads anything in them but the words themselves.</summary>
    public static bool ArePlain(string flags) => PlainPattern().IsMatch(flags);

    [GeneratedRegex(@"\A[A-Za-z0-9 _=,+./:@^-]*\z")]
    private static partial Regex PlainPattern();
}
