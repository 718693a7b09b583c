using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>The conditions that a build found itself under: what it saw, not what was meant.</summary>
public static class ConditionReport
{
    /// <summary>Reads what conditions.sh has written.</summary>
    /// <returns>Each condition's name and value.</returns>
    public static ImmutableSortedDictionary<string, string> Read(string path) =>
        File.ReadLines(path).Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).ToImmutableSortedDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);
}
