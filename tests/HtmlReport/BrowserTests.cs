using System.Text.RegularExpressions;
using Dom0Iptables.HtmlReport;
using Dom0Iptables.Processes;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.HtmlReport;

/// <summary>A real browser takes the page's own policy for what it is, and shows the page.</summary>
internal sealed partial class BrowserTests
{
    private const string Browser = "chromium";
    private const string Switches = "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=2000 --enable-logging=stderr --user-data-dir=profile";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        if (ProcessRunner.FindOnPath(Browser) is null)
        {
            Assert.Ignore($"{Browser} is not on this machine");
        }

        folder.Write("report.html", ReportPage.Of(SampleReport.Of("<script>document.title = 'taken over'</script>")));
    }

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void It_refuses_no_style_runs_no_script_and_makes_the_tree_that_was_meant()
    {
        var said = Shell.Run(folder.Path, $"{Browser} {Switches} --dump-dom file://{folder.Path}/report.html 2>console");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(folder.Of("console")), Does.Not.Contain("Content Security Policy"));
            Assert.That(said, Does.Contain("<title>iptables 1.4.8 for el5-i686</title>").And.Not.Contain("<script"));
            Assert.That(TagPattern().Count(said), Is.EqualTo(TagPattern().Count(File.ReadAllText(folder.Of("report.html")))).Within(0));
        }
    }

    [TestCase(390)]
    [TestCase(1280)]
    public void It_can_be_pictured_and_printed(int width)
    {
        Shell.Run(folder.Path, $"{Browser} {Switches} --window-size={width},900 --screenshot=picture.png file://{folder.Path}/report.html 2>&1");
        Shell.Run(folder.Path, $"{Browser} {Switches} --no-pdf-header-footer --print-to-pdf=paper.pdf file://{folder.Path}/report.html 2>&1");

        Assert.That(new FileInfo(folder.Of("picture.png")).Length, Is.GreaterThan(10_000), "a page without its style, or without its letters, is smaller");
        Assert.That(new FileInfo(folder.Of("paper.pdf")).Length, Is.GreaterThan(10_000));
    }

    [GeneratedRegex("<(?:table|tr|th|td|section|details|summary|code|dl|dt|dd|svg|span|h[1-4])[ >]")]
    private static partial Regex TagPattern();
}
