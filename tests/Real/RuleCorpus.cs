using System.Text;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Tests.Real;

/// <summary>
/// The rules of tests/Real/Corpus. In its files, <c>@ip4 filter</c> names family and table of the rules that follow, one a
/// line; <c>@script</c> begins a script that goes on to the next <c>@</c>; <c>{c*300}</c> is three hundred times c. Below a
/// rule may stand what must come of it: <c>= refused</c>, <c>= same</c>, or a line of the save for each line of it; before
/// the blank may stand the release this is true of (<c>=1.4.8 refused</c>). <c>=!</c> says why a rule's save cannot be
/// restored, <c>=?</c> what a release, which is not mended here, does wrong in its own memory.
/// </summary>
internal static partial class RuleCorpus
{
    /// <summary>The folder of the corpus.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Top, "tests", "Real", "Corpus");

    /// <summary>All of it, in the order of its files.</summary>
    public static IReadOnlyList<RuleCorpusCase> Read()
    {
        var cases = new List<RuleCorpusCase>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*.rules").Order(StringComparer.Ordinal))
        {
            Read(file, cases);
        }

        return cases;
    }

    private static void Read(string file, List<RuleCorpusCase> cases)
    {
        var (family, table) = ("", "");
        StringBuilder? script = null;
        var (number, scriptsPlace) = (0, "");
        foreach (var line in File.ReadLines(file).Append("@end"))
        {
            number++;
            var place = $"{Path.GetFileName(file)}:{number}";
            if (line.StartsWith('@'))
            {
                if (script is not null)
                {
                    cases.Add(new RuleCorpusCase(cases.Count + 1, scriptsPlace, "", "", script.ToString(), []));
                }

                var words = line[1..].Split(' ', 2);
                script = words[0] == "script" ? new StringBuilder() : null;
                scriptsPlace = place;
                (family, table) = (words[0], Written(words[^1]));
            }
            else if (script is not null)
            {
                script.Append(Written(line)).Append('\n');
            }
            else if (line.StartsWith('='))
            {
                cases[^1] = With(cases[^1], line);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                cases.Add(new RuleCorpusCase(cases.Count + 1, place, family, table, Written(line), []));
            }
        }
    }

    private static RuleCorpusCase With(RuleCorpusCase rule, string line)
    {
        var words = line[1..].Split(' ', 2);
        var (version, said) = (words[0], Written(words[1]));
        switch (version)
        {
            case ['!', .. var unrestorable]:
                return rule with { Unrestorable = new Dictionary<string, string>(rule.Unrestorable) { [unrestorable] = said } };
            case ['?', .. var faulty]:
                return rule with { KnownFaults = new Dictionary<string, string>(rule.KnownFaults) { [faulty] = said } };
        }

        if (said == "refused")
        {
            return rule with { Expectations = [.. rule.Expectations, new RuleCorpusExpectation(version, null)] };
        }

        var saved = said == "same" ? rule.Text : said;
        var before = rule.Expectations.FirstOrDefault(expectation => expectation.Version == version);
        return before?.Saved is null
            ? rule with { Expectations = [.. rule.Expectations, new RuleCorpusExpectation(version, [saved])] }
            : rule with { Expectations = [.. rule.Expectations.Where(expectation => expectation != before), before with { Saved = [.. before.Saved, saved] }] };
    }

    private static string Written(string line) => Repetition().Replace(line, match => new string(match.Groups[1].Value[0], int.Parse(match.Groups[2].Value)));

    [GeneratedRegex(@"\{(\S)\*(\d+)\}")]
    private static partial Regex Repetition();
}
