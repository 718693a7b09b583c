using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests.Reporting;

/// <summary>What a person reads where a line does not fit.</summary>
internal sealed class HangingLinesTests
{
    [TestCase("  took      15.6 s in all, Rehearse 7.1 s, Gate 4.6 s", "  took      15.6 s in all,|            Rehearse 7.1 s, Gate|            4.6 s")]
    [TestCase("  took      15.6 s in all, make 7.1 s, 4 KiB", "  took      15.6 s in all, make|            7.1 s, 4 KiB")]
    [TestCase("Source: iptables-1.8.9.tar.xz, 637848 bytes, verified", "Source: iptables-1.8.9.tar.xz,|  637848 bytes, verified")]
    [TestCase("  in        /a/folder/whose/name/is/longer/than/the/line", "  in        /a/folder/whose/name/is/longer/than/the/line")]
    [TestCase("see /a/folder/whose/name/is/longer/than/the/line it/is", "see|/a/folder/whose/name/is/longer/than/the/line|  it/is")]
    [TestCase("  in        here and /a/folder/longer/than/what/is", "  in        here and|     /a/folder/longer/than/what/is")]
    [TestCase("a line that fits", "a line that fits")]
    [TestCase("two lines\n  log:     of which the second one is longer than this", "two lines|  log:     of which the second one|           is longer than this")]
    [TestCase("", "")]
    public void A_line_goes_on_below_where_its_text_begins(string text, string lines) =>
        Assert.That(string.Join('|', HangingLines.Of(text, 34)), Is.EqualTo(lines));

    [Test]
    public void A_label_that_takes_most_of_the_width_leaves_the_text_where_a_line_begins() =>
        Assert.That(HangingLines.Of("  ./build.sh --target=Verify    holds them against", 34), Is.EqualTo((string[])["  ./build.sh --target=Verify", "  holds them against"]));

    [Test]
    public void No_word_is_lost_at_any_width([Range(1, 60)] int width)
    {
        const string text = "  label     words  and   words,\nand a second line of a good many words, without a label";

        Assert.That(string.Join(' ', HangingLines.Of(text, width)).Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }
}
