using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Recipes;

/// <summary>Files of the packages that a program loads.</summary>
/// <param name="Pattern">The installed paths of such files.</param>
/// <param name="Before">The command that has them loaded, up to what stands once for each file; all of it where nothing is repeated.</param>
/// <param name="Repeated">What stands once for each file, or null where each has a command of its own.</param>
/// <param name="After">The rest of the command.</param>
public sealed partial record SmokePlugin(Regex Pattern, string Before, string? Repeated, string After)
{
    /// <summary>Reads a command as a recipe gives it: what stands in braces is repeated, "$1" is what the pattern's first group stands for.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="command">The command.</param>
    /// <returns>The plugin, or null where the braces are not one pair.</returns>
    public static SmokePlugin? Of(Regex pattern, string command)
    {
        var match = Form().Match(command);
        return match.Success ? new SmokePlugin(pattern, match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null, match.Groups[3].Value) : null;
    }

    /// <summary>The commands that load those of some files that the pattern knows.</summary>
    /// <param name="installedFiles">The files' installed paths.</param>
    public IEnumerable<SmokeCommand> CommandsFor(IEnumerable<string> installedFiles)
    {
        var matches = installedFiles.Select(file => Pattern.Match(file)).Where(match => match.Success).ToList();
        var alone = matches.Select(match => Words(match.Result(Before + Repeated + After))).ToImmutableArray();
        return Repeated is null || alone.Length < 2
            ? alone.Select(words => new SmokeCommand(words, [words]))
            : [new SmokeCommand(Words(matches[0].Result(Before) + string.Join(' ', matches.Select(match => match.Result(Repeated))) + matches[0].Result(After)), alone)];
    }

    private static ImmutableArray<string> Words(string command) => [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"\A([^{}]*)(?:\{([^{}]*)\}([^{}]*))?\z")]
    private static partial Regex Form();
}
