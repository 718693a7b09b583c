namespace Dom0Iptables.Recipes;

/// <summary>One key that a data file may have. The readers allow what the tables of these name and nothing else; the reference is made of them.</summary>
/// <param name="Table">The TOML table that it stands in ("source.debian"); empty for the top of the file.</param>
/// <param name="Name">Its name ("sha256"); empty for the table itself.</param>
/// <param name="Kind">What it holds ("text").</param>
/// <param name="IsRequired">Whether it must be there, wherever its table is.</param>
/// <param name="Meaning">What it says, without a full stop.</param>
public sealed record DataKey(string Table, string Name, string Kind, bool IsRequired, string Meaning)
{
    /// <summary>Whether it is a table, not a value.</summary>
    public bool IsTable => Name.Length == 0;
}
