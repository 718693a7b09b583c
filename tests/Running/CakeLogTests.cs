using Cake.Core;
using Cake.Core.Diagnostics;
using Dom0Iptables.Running;

namespace Dom0Iptables.Tests.Running;

/// <summary>What Cake has to say breaks no picture on a terminal, and says nothing twice.</summary>
internal sealed class CakeLogTests
{
    private readonly ConsoleSpy console = new();

    [SetUp]
    public void Forget() => console.Written = "";

    [Test]
    public void While_the_steps_are_drawn_it_goes_above_them_and_not_into_them()
    {
        var reporter = new ReporterSpy { IsDrawing = true };

        new CakeLog(console, reporter).Error("{0} did not end well", "Teardown");

        Assert.That(reporter.Lines, Is.EqualTo((string[])["Teardown did not end well"]));
        Assert.That(console.Written, Is.Empty);
    }

    [Test]
    public void Else_it_goes_where_Cake_has_it_go()
    {
        var reporter = new ReporterSpy();

        new CakeLog(console, reporter).Error("{0} did not end well", "Teardown");

        Assert.That(reporter.Lines, Is.Empty);
        Assert.That(console.Written, Does.Contain("Teardown did not end well"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void That_a_task_failed_is_left_to_the_error_that_says_why(bool isDrawing)
    {
        var reporter = new ReporterSpy { IsDrawing = isDrawing };

        new CakeLog(console, reporter).Error("An error occurred when executing task '{0}'.", "Make");

        Assert.That(reporter.Lines, Is.Empty);
        Assert.That(console.Written, Is.Empty);
    }

    [Test]
    public void What_nobody_asked_for_is_not_shown_on_a_picture_either()
    {
        var reporter = new ReporterSpy { IsDrawing = true };

        new CakeLog(console, reporter) { Verbosity = Verbosity.Normal }.Debug("a detail");

        Assert.That(reporter.Lines, Is.Empty);
    }

    private sealed class ConsoleSpy : IConsole
    {
        public string Written { get; set; } = "";

        public ConsoleColor ForegroundColor { get; set; }

        public ConsoleColor BackgroundColor { get; set; }

        public bool SupportAnsiEscapeCodes => false;

        public void Write(string format, params object[] arg) => Add(format, arg);

        public void WriteLine(string format, params object[] arg) => Add(format, arg);

        public void WriteError(string format, params object[] arg) => Add(format, arg);

        public void WriteErrorLine(string format, params object[] arg) => Add(format, arg);

        public void ResetColor()
        {
        }

        private void Add(string format, object[] arguments) => Written += string.Format(System.Globalization.CultureInfo.InvariantCulture, format, arguments);
    }
}
