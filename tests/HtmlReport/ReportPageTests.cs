using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dom0Iptables.HtmlReport;

namespace Dom0Iptables.Tests.HtmlReport;

/// <summary>The page is one file that fetches nothing, in which what others wrote stays text, and which all can read.</summary>
internal sealed partial class ReportPageTests
{
    private static readonly XElement Sample = Page.Read(ReportPage.Of(SampleReport.Of()));

    [TestCase("<script>alert(1)</script>")]
    [TestCase("</style></title><img src=x onerror=alert(1)>")]
    [TestCase("\" onfocus=\"alert(1)\" '")]
    [TestCase("]]> --> &lt;b&gt; &#60; &amp")]
    [TestCase("\u001b[31mred\u001b[0m \u0007 \u0000 \u007f \u009b31m \r")]
    [TestCase("\ud800 half a pair \udc00\ud800 \uffff")]
    [TestCase("\u202e reversed \u2028 parted")]
    [TestCase("größer — 編譯器 🛠")]
    public void Hostile_texts_stay_text(string text)
    {
        var html = ReportPage.Of(SampleReport.Of(text));
        var page = Page.Read(html);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(page).Except(Names(Sample)), Is.Empty, "elements and attributes that the text brought");
            Assert.That(page.Descendants().Count(), Is.EqualTo(Sample.Descendants().Count()).Within(4), "a text that begins like another sorts otherwise");
            Assert.That(html.Where(letter => letter is not '\n' and not '\t' && (char.IsControl(letter) || letter is '\u202e' or '\u2028')), Is.Empty);
            Assert.That(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(html), Throws.Nothing);
            if (!text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u202e' or '\u2028' or '\uffff'))
            {
                Assert.That(Page.Rows(page, "gates")[0], Does.Contain(text), "and nothing of it is lost");
            }
        }
    }

    [Test]
    public void It_fetches_nothing_and_runs_nothing()
    {
        var policy = Sample.Descendants("meta").Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy").Attribute("content")!.Value;
        var style = Sample.Descendants("style").Single().Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sample.Descendants().Select(element => element.Name.LocalName), Has.None.AnyOf("script", "link", "img", "iframe", "object", "form", "base"));
            Assert.That(Sample.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)), Is.Empty);
            Assert.That(Sample.Descendants().Attributes("href").Select(link => link.Value), Is.All.StartsWith("#"));
            Assert.That(style, Does.Not.Contain("url(").And.Not.Contain("@import"));
            Assert.That(style.IndexOfAny(['<', '>', '&', '\r']), Is.Negative, "a browser reads the style sheet as it stands, and so does its checksum");
            Assert.That(policy, Is.EqualTo($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'"));
        }
    }

    [Test]
    public void Whoever_hears_it_or_has_no_mouse_finds_the_way()
    {
        var ids = Sample.Descendants().Attributes("id").Select(id => id.Value).ToList();
        var levels = Sample.Descendants().Where(element => HeadPattern().IsMatch(element.Name.LocalName)).Select(element => element.Name.LocalName[1] - '0').ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Is.Unique);
            Assert.That(Sample.Descendants().Attributes("href").Select(link => link.Value[1..]).Except(ids), Is.Empty, "links that lead nowhere");
            Assert.That(Sample.Descendants().Attributes("aria-labelledby").Select(label => label.Value).Except(ids), Is.Empty, "names that are nowhere");
            Assert.That(Sample.Descendants("section").Select(section => "#" + section.Attribute("id")!.Value), Is.EqualTo(Sample.Descendants("nav").Descendants("a").Select(link => link.Attribute("href")!.Value)));
            Assert.That(levels.Count(level => level == 1), Is.EqualTo(1));
            Assert.That(levels.Zip(levels.Skip(1), (first, second) => second - first), Is.All.LessThanOrEqualTo(1), "no level of heads is left out");
            Assert.That(Sample.Descendants("table").Where(table => table.Element("caption") is null || table.Descendants("th").Any(head => head.Attribute("scope") is null)), Is.Empty);
            Assert.That(Sample.Descendants("table").Where(table => table.Parent!.Attribute("tabindex")?.Value != "0"), Is.Empty, "what scrolls can be scrolled by keyboard");
            Assert.That(Sample.Descendants("svg").Where(picture => picture.Attribute("aria-hidden")?.Value != "true"), Is.Empty, "a bar shows nothing that its row does not say");
            Assert.That(Sample.Descendants().Where(element => element.Attribute("class")?.Value.StartsWith("mark ", StringComparison.Ordinal) == true && element.Value.Trim(' ', '✓', '✗', '–', '+', '±', '−').Length == 0), Is.Empty, "a result is told by a word");
        }
    }

    [TestCase("light", null)]
    [TestCase("dark", "prefers-color-scheme: dark")]
    public void Its_letters_stand_out_from_the_paper_as_WCAG_asks(string name, string? query)
    {
        var style = Sample.Descendants("style").Single().Value;
        var colours = ColourPattern().Matches(query is null ? style[..style.IndexOf("@media", StringComparison.Ordinal)] : style[style.IndexOf(query, StringComparison.Ordinal)..style.IndexOf("* {", StringComparison.Ordinal)])
            .ToDictionary(match => match.Groups["name"].Value, match => Luminance(match.Groups["colour"].Value), StringComparer.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            foreach (var ink in (string[])["ink", "soft", "link", "good", "bad", "changed"])
            {
                Assert.That(Contrast(colours[ink], colours["paper"]), Is.GreaterThanOrEqualTo(4.5), $"{name}: {ink} on paper");
                Assert.That(Contrast(colours[ink], colours["shade"]), Is.GreaterThanOrEqualTo(4.5), $"{name}: {ink} on shade");
            }

            Assert.That(Contrast(colours["ink"], colours["notice"]), Is.GreaterThanOrEqualTo(4.5), $"{name}: ink on notice");
            Assert.That(Contrast(colours["bar"], colours["paper"]), Is.GreaterThanOrEqualTo(3), $"{name}: bars");
        }
    }

    [Test]
    public void The_rows_of_the_procedure_say_what_was_seen_what_failed_and_what_nobody_looked_at()
    {
        var rows = Page.Rows(Sample, "procedure");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows.Select(row => row.Split(" | ")[0]), Is.EqualTo(Enumerable.Range(1, 19).Select(number => $"S{number}")));
            Assert.That(rows[16], Does.Contain("✗ failed | 1 of 2 | guests: text: text"));
            Assert.That(rows[8], Does.Contain("✓ seen | 2 of 2 | guests, xen-first"));
            Assert.That(rows[12], Does.Contain("✓ seen | 1 of 1 | xen-first"));
            Assert.That(rows[17], Does.Contain("– not seen |  | skipped: text"));
            Assert.That(rows[0], Does.Contain("– not seen |  | no check of this rehearsal"));
            Assert.That(rows[5], Does.Contain("✓ done |  | step Make"));
            Assert.That(rows[6], Does.Contain("– no record"), "of a step that was never run nothing is claimed");
            Assert.That(Page.Section(Sample, "rehearsal").Element("p")!.Value, Is.EqualTo("Not seen in this rehearsal: S1, S2, S10, S11, S12, S14, S15, S16, S18, S19. It was played on a real Xen, too."));
        }
    }

    [Test]
    public void Whether_a_real_Xen_has_seen_the_packages_stands_at_the_top_and_how_to_have_it_see_them_where_it_has_not()
    {
        var without = Page.Read(ReportPage.Of(SampleReport.Of() with { XenRehearsal = null }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Figure(Sample), Is.EqualTo("✓ 2 passed1 boot"));
            Assert.That(Page.Rows(Sample, "scenes"), Has.Some.StartsWith("xen-first | ✓ passed"));
            Assert.That(Figure(without), Is.Null);
            Assert.That(Page.Section(without, "rehearsal").Element("p")!.Value, Does.EndWith("It was not played on a real Xen: ./build.sh --target=RehearseXen does that, and the next handing over tells of it."));
        }

        static string? Figure(XElement page) => page.Descendants("dt").FirstOrDefault(name => name.Value == "On a real Xen")?.ElementsAfterSelf("dd").First().Value;
    }

    [Test]
    public void The_timeline_has_the_steps_of_this_run_apart_from_those_that_were_kept()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Page.Rows(Sample, "steps").Select(row => row.Split(" | ")[..3]), Is.EqualTo((string[][])[["Fetch", "+0.0 s", "0.3 s"], ["Make", "+0.0 s", "12.0 s"], ["Rehearse", "+15.0 s", "10.0 s"], ["handed over", "+30.0 s", ""]]));
            Assert.That(Page.Rows(Sample, "processes"), Is.EqualTo((string[])["text | Make | 2 | +3.0 s | 6.0 s | 11.5 s | "]));
            Assert.That(Page.Rows(Sample, "kept"), Is.EqualTo((string[])["Unpack | 0.5 s | 2026-11-23 20:00 UTC", "Configure | 3.5 s | 2026-11-23 20:00 UTC"]));
            Assert.That(Sample.Descendants("rect").Select(bar => $"{bar.Attribute("x")!.Value} {bar.Attribute("width")!.Value}"), Is.EqualTo((string[])["0% 1%", "0% 40%", "50% 33.33%", "10% 20%"]));
            Assert.That(Sample.Descendants("dd").Select(figure => figure.Value), Has.Some.EndsWith("in 30.0 s; 2 kept"), "from the first to the handing over: some run beside others");
        }
    }

    [Test]
    public void Warnings_are_counted_by_kind_and_by_file()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Page.Rows(Sample, "kinds"), Is.EqualTo((string[])["-Wcpp | 1 | 1", "-Wunused-result | 1 | 1", "without a kind | 1 | 1"]));
            Assert.That(Page.Rows(Sample, "warned"), Is.EqualTo((string[])["xtables.c | 2 | 1 -Wcpp\n1 -Wunused-result", "text | 1 | 1 without a kind"]));
            Assert.That(Page.Rows(Sample, "all-warnings")[1], Does.StartWith("xtables.c:7"), "in the order of lines");
        }
    }

    [Test]
    public void What_a_gate_refuses_stands_there_with_what_to_do()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Page.Rows(Sample, "gates"), Is.EqualTo((string[])["symbols | ✓ passed | glibc-2.5-i386 | none | text", "files | ✗ refused |  | 1 finding | ", "run | – not checked |  | none | text"]));
            Assert.That(Page.Rows(Sample, "gate-files"), Is.EqualTo((string[])["text | text | text"]));
        }
    }

    [Test]
    public void Without_artifacts_before_it_says_so_and_with_the_same_ones_too()
    {
        var none = Page.Read(ReportPage.Of(SampleReport.Of() with { Changes = null }));
        var same = Page.Read(ReportPage.Of(SampleReport.Of() with { Changes = new ArtifactChanges(null, [], [new PackageChanges("a", "a", 1, 1, true, [], [], [], [], [])], []) }));

        Assert.That(Page.Section(none, "changes").Value, Does.Contain("nothing to compare with"));
        Assert.That(Page.Section(same, "changes").Value, Does.Contain("Nothing changed: every package and every file beside them is the same, bit by bit"));
    }

    private static HashSet<string> Names(XElement page) =>
        [.. page.DescendantsAndSelf().SelectMany(element => element.Attributes().Select(attribute => $"{element.Name} {attribute.Name}").Append(element.Name.LocalName))];

    private static double Contrast(double first, double second) => (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);

    // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    private static double Luminance(string colour)
    {
        var (red, green, blue) = (Part(0), Part(2), Part(4));
        return (0.2126 * red) + (0.7152 * green) + (0.0722 * blue);

        double Part(int start)
        {
            var part = Convert.ToInt32(colour.Substring(start, 2), 16) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }
    }

    [GeneratedRegex("^h[1-6]$")]
    private static partial Regex HeadPattern();

    [GeneratedRegex("--(?<name>[a-z-]+): #(?<colour>[0-9a-f]{6});")]
    private static partial Regex ColourPattern();
}
