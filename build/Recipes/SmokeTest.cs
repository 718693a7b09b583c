using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Recipes;

/// <summary>What the packages' programs must be able to do on the platform's processor: each command must end with 0.</summary>
/// <param name="Commands">The commands, each a program and its arguments.</param>
/// <param name="Plugins">Patterns of installed files, and for each the command that loads such a file; "$1" in it is what the pattern's first group stands for.</param>
public sealed record SmokeTest(ImmutableArray<ImmutableArray<string>> Commands, ImmutableArray<(Regex Pattern, string Command)> Plugins)
{
    /// <summary>The patterns that know none of these files.</summary>
    public IEnumerable<Regex> PatternsWithout(IEnumerable<string> installedFiles) =>
        Plugins.Select(plugin => plugin.Pattern).Where(pattern => !installedFiles.Any(pattern.IsMatch));

    /// <summary>The commands that load those files that a pattern knows.</summary>
    public IEnumerable<ImmutableArray<string>> CommandsFor(IEnumerable<string> installedFiles) =>
        from file in installedFiles
        from plugin in Plugins
        let match = plugin.Pattern.Match(file)
        where match.Success
        select match.Result(plugin.Command).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
}
