using System.Text.RegularExpressions;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>The specs are read by the rpmbuild of 2010 too: they use no macro that it lacks.</summary>
internal sealed partial class SpecMacrosTests
{
    // Parts and directives of a spec; macros are held against the list.
    private static readonly HashSet<string> Words =
    [
        "description", "package", "prep", "build", "install", "clean", "files", "changelog", "pre", "post", "preun", "postun", "posttrans",
        "setup", "patch", "if", "else", "endif", "ifarch", "defattr", "doc", "dir", "config",
    ];

    private static readonly HashSet<string> Known =
        [.. File.ReadLines(Path.Combine(Repository.Top, "platforms", "rpm", "rpm-4.4.2.3-macros.txt")).Where(line => line.Length > 0 && !line.StartsWith('#'))];

    private static IEnumerable<string> Specs => Directory.EnumerateFiles(Path.Combine(Repository.Top, "specs"), "*.spec").Select(spec => Path.GetFileName(spec)!);

    [TestCaseSource(nameof(Specs))]
    public void A_spec_uses_only_macros_of_rpm_4_4_2_3_and_its_own(string spec)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Top, "specs", spec)).Where(line => !line.StartsWith('#')).ToList();
        var own = lines.Select(line => DefinitionPattern().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

        // What the pipeline gives when it wraps a tree; the spec asks first whether it is there.
        var used = lines.SelectMany(line => MacroPattern().Matches(line)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var lacking = used.Except(Known).Except(own).Except(Words).Except(["staged_root", "built_tree"]);

        Assert.That(used, Does.Contain("buildroot").And.Contain("define"), "the pattern finds macros");
        Assert.That(lacking, Is.Empty);
    }

    [GeneratedRegex(@"%(?:define|global)\s+(\w+)")]
    private static partial Regex DefinitionPattern();

    // Conditional ones need not be known.
    [GeneratedRegex(@"(?<!%)(?:%%)*%\{?([A-Za-z_]\w*)")]
    private static partial Regex MacroPattern();
}
