using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Compiling;

/// <summary>
/// The files that make will make, as a dry run of make names them: how far make has come is how many of them are there.
/// </summary>
/// <param name="Outputs">Their paths, relative to the tree's top folder.</param>
public sealed partial record MakePlan(ImmutableHashSet<string> Outputs)
{
    /// <summary>Reads what <c>make --dry-run --print-directory</c> prints.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="top">The tree's top folder, as make saw it.</param>
    public static MakePlan Read(IEnumerable<string> lines, string top)
    {
        var outputs = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var folders = new Stack<string>();
        foreach (var line in lines)
        {
            if (Entering().Match(line) is { Success: true } entered)
            {
                folders.Push(entered.Groups[1].Value);
            }
            else if (line.Contains(": Leaving directory ", StringComparison.Ordinal))
            {
                _ = folders.TryPop(out _);
            }
            else if (Output().Match(line) is { Success: true } made)
            {
                outputs.Add(Path.GetRelativePath(top, Path.GetFullPath(made.Groups[1].Value, folders.TryPeek(out var folder) ? folder : top)));
            }
        }

        return new MakePlan(outputs.ToImmutable());
    }

    /// <summary>How much of it is there, from 0 to 1; null where the dry run named nothing.</summary>
    /// <param name="tree">The tree's top folder, as the pipeline sees it.</param>
    public double? FractionIn(string tree) =>
        Outputs.IsEmpty ? null : (double)Outputs.Count(output => File.Exists(Path.Combine(tree, output))) / Outputs.Count;

    [GeneratedRegex(@": Entering directory '(.+)'$")]
    private static partial Regex Entering();

    // A compiler or libtool; not what merely has an option -o.
    [GeneratedRegex(@"(?:gcc|cc|libtool|ld|ar)\b.*\s-o\s+(\S+)")]
    private static partial Regex Output();
}
