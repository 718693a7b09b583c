using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Patching;

/// <summary>The patches of a recipe, in the order they are applied.</summary>
/// <param name="Files">Their full paths.</param>
public sealed partial record PatchSeries(ImmutableArray<string> Files)
{
    /// <summary>Reads a folder of patches. A file that would be left out in silence is an error.</summary>
    /// <param name="folder">The folder, or null for a release that needs no patch.</param>
    /// <exception cref="PipelineException">A file is not named NNNN-name.patch, or two have one number (<see cref="ExitCode.Recipe"/>).</exception>
    public static PatchSeries Read(string? folder)
    {
        if (folder is null)
        {
            return new PatchSeries([]);
        }

        var files = Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal).ToImmutableArray();
        foreach (var name in files.Select(file => Path.GetFileName(file)!))
        {
            if (!NamePattern().IsMatch(name))
            {
                throw Wrong($"'{Printable.Name(name)}' in {folder} is not named NNNN-name.patch, with a name of letters, digits and . _ + - only", "rename it, or take it out of the folder");
            }

            if (!File.Exists(Path.Combine(folder, name)))
            {
                throw Wrong($"'{name}' in {folder} is no file", "put the patch there, or take it out of the folder");
            }
        }

        var twice = files.GroupBy(file => Path.GetFileName(file)![..4]).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new PatchSeries(files)
            : throw Wrong($"two patches in {folder} have the number {twice.Key}", "give each a number of its own");
    }

    // The spec names them, where rpm would expand macros, and rpm answers in lines.
    [GeneratedRegex(@"\A[0-9]{4}-[A-Za-z0-9._+-]+\.patch\z")]
    private static partial Regex NamePattern();

    private static PipelineException Wrong(string problem, string nextStep) => new(ExitCode.Recipe, "Patch", problem, nextStep);
}
