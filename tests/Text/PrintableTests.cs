using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Tests.Text;

/// <summary>What others wrote does nothing to the terminal it is shown on.</summary>
internal sealed class PrintableTests
{
    [TestCase("plain-1.0", "plain-1.0")]
    [TestCase("Größe 編譯 🛠", "Größe 編譯 🛠")]
    [TestCase("", "")]
    [TestCase("a\nb\tc\r", @"a\nb\tc\r")]
    [TestCase("\u001b[31mred", @"\u001b[31mred")]
    [TestCase("\0\u0007\u007f\u009b", @"\u0000\u0007\u007f\u009b")]
    [TestCase("txt.\u202eexe", @"txt.\u202eexe")]
    [TestCase("a\u2028b\u200bc", @"a\u2028b\u200bc")]
    public void A_name_is_one_line_without_anything_that_a_terminal_reads(string name, string shown) =>
        Assert.That(Printable.Name(name), Is.EqualTo(shown));

    [Test]
    public void A_name_is_not_endless() =>
        Assert.That(Printable.Name(new string('a', 100_000)), Has.Length.LessThan(250).And.EndsWith("… (100000 characters)"));

    [Test]
    public void The_lines_of_a_text_stand() =>
        Assert.That(Printable.Lines("one\n\ttwo\u001b[2J\r\n"), Is.EqualTo("one\n\ttwo\\u001b[2J\\r\n"));

    [Test]
    public void A_failure_told_in_the_words_of_others_holds_no_escape_sequence()
    {
        var failure = new PipelineException(ExitCode.Patch, "Patch", "a.rej:\n+\u001b]0;title\u0007", "mend \u009b31m", "patch -i '\u001b[31m'", 1, "/logs/\u202e.log");

        Assert.That(failure.Message.Where(letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e')), Is.Empty);
        Assert.That(failure.Message, Does.Contain("a.rej:\n+\\u001b]0;title\\u0007"));
    }
}
