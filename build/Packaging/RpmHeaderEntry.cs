using System.Collections.Immutable;
using System.Globalization;

namespace Dom0Iptables.Packaging;

/// <summary>One entry of a header's index.</summary>
/// <param name="Tag">The tag's number.</param>
/// <param name="TypeNumber">The number of its values' type.</param>
/// <param name="Count">How many values.</param>
public sealed record RpmHeaderEntry(int Tag, int TypeNumber, int Count)
{
    // https://rpm.org/docs/4.18.x/manual/format_header.html, in the order of their numbers.
    private static readonly ImmutableArray<string> Types = ["NULL", "CHAR", "INT8", "INT16", "INT32", "INT64", "STRING", "BIN", "STRING_ARRAY", "I18NSTRING"];

    /// <summary>The type's name, or its number where it has none.</summary>
    public string Type => TypeNumber >= 0 && TypeNumber < Types.Length ? Types[TypeNumber] : TypeNumber.ToString(CultureInfo.InvariantCulture);
}
