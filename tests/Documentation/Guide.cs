using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>A page of docs/, and the commands in it: its fenced blocks that are marked "sh".</summary>
internal sealed partial record Guide(string Name)
{
    public string Text { get; } = File.ReadAllText(Path.Combine(Repository.Top, "docs", Name));

    public ImmutableArray<string> Blocks => [.. BlockPattern().Matches(Text).Select(match => match.Groups["commands"].Value)];

    /// <summary>The pages there are.</summary>
    public static IEnumerable<Guide> All =>
        Directory.EnumerateFiles(Path.Combine(Repository.Top, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => new Guide(Path.GetRelativePath(Path.Combine(Repository.Top, "docs"), file)))
            .OrderBy(guide => guide.Name, StringComparer.Ordinal);

    /// <summary>One script of all blocks, each in a shell of its own in the folder that the script begins in, and named where it fails.</summary>
    /// <param name="prelude">What each shell begins with.</param>
    public string Script(string prelude) =>
        string.Concat(Blocks.Select((block, index) => $"echo '== block {index + 1}'\n(\n{prelude}\nset -eo pipefail\n{block})\ncode=$?\n[ $code = 0 ] || {{ echo \"== block {index + 1} of {Name} ends with $code\"; exit 1; }}\n"))
        + $"echo '== all {Blocks.Length} blocks'\n";

    [GeneratedRegex(@"(?ms)^```sh\n(?<commands>.*?)^```$")]
    private static partial Regex BlockPattern();
}
