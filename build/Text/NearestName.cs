namespace Dom0Iptables.Text;

/// <summary>Finds what somebody who misspelt a name probably meant.</summary>
public static class NearestName
{
    /// <summary>The nearest of the known names, or null where none is near enough to be meant.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names there are.</param>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        var limit = Math.Max(1, name.Length / 3);
        return nearest.candidate is not null && nearest.distance <= limit ? nearest.candidate : null;
    }

    /// <summary>The end of an error's sentence: "; did you mean 'x'?", or what there is where nothing is near.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names there are.</param>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        var nearest = Of(name, names);
        return nearest is not null ? $"; did you mean '{nearest}'?"
            : names.Count == 0 ? "; there are none"
            : $"; known are: {string.Join(", ", names)}";
    }

    // Edits with neighbours swapped counted as one (Damerau-Levenshtein, restricted): "Mkae" is one slip, not two.
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            table[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            table[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
