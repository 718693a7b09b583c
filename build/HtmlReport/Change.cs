namespace Dom0Iptables.HtmlReport;

/// <summary>One thing that is other than it was.</summary>
/// <param name="What">Its name ("/sbin/iptables").</param>
/// <param name="Before">What it was; null where it was not there.</param>
/// <param name="After">What it is; null where it is not there any more.</param>
public sealed record Change(string What, string? Before, string? After)
{
    /// <summary>What two sets of named things have not in common or not alike, by their names.</summary>
    /// <param name="before">How each thing was.</param>
    /// <param name="after">How each thing is.</param>
    public static IEnumerable<Change> Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys.Union(after.Keys)
            .Order(StringComparer.Ordinal)
            .Select(name => new Change(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After);
}
