using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Recipes;

/// <summary>What the packages' programs must be able to do on the platform's processor: each command must end with 0.</summary>
/// <param name="Commands">The commands, each a program and its arguments.</param>
/// <param name="Plugins">What else must be loaded.</param>
public sealed record SmokeTest(ImmutableArray<ImmutableArray<string>> Commands, ImmutableArray<SmokePlugin> Plugins)
{
    /// <summary>The patterns that know none of these files.</summary>
    public IEnumerable<Regex> PatternsWithout(IEnumerable<string> installedFiles) =>
        Plugins.Select(plugin => plugin.Pattern).Where(pattern => !installedFiles.Any(pattern.IsMatch));
}
