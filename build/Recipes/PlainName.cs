using System.Text.RegularExpressions;

namespace Dom0Iptables.Recipes;

/// <summary>
/// Which names of recipes, platforms, packages, specs and patches there may be. They become folders, file names and
/// values of macros, and rpm expands macros in the very path of a spec ("%(id).spec" runs id), so that no quoting
/// on the way would do.
/// </summary>
public static partial class PlainName
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "letters, digits and . _ + - only, and start with a letter or digit; 64 characters at most";

    /// <summary>Whether no shell, path, option list, terminal or rpm reads anything in it but the name itself.</summary>
    public static bool IsPlain(string name) => NamePattern().IsMatch(name);

    /// <summary>Whether each part of a relative path is such a name.</summary>
    public static bool IsPlainPath(string path) => path.Split('/').All(IsPlain);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\z")]
    private static partial Regex NamePattern();
}
