using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A collection of builds that fail: each error names the first true cause with the lines around it, and fills no screen.</summary>
public sealed class FailingBuildTests
{
    private const int Screen = 24;
    private const int Columns = 400;

    private HelloProject project = null!;

    [SetUp]
    public void Take() => project = HelloProjects.Built();

    [TestCase("#include <absent/header.h>", "absent/header.h: No such file or directory", TestName = "A_missing_header")]
    [TestCase("const char *greeting(void) { return 1 +; }", "expected expression before", TestName = "A_syntax_error")]
    [TestCase("const char *greeting(void) { return nobody + nothing; }", "nobody", TestName = "Two_errors_of_which_the_first_counts")]
    [TestCase("extern const char *elsewhere(void); const char *greeting(void) { return elsewhere(); }", "undefined reference to `elsewhere'", TestName = "An_undefined_symbol")]
    public void What_a_compiler_or_linker_refuses_is_shown_in_its_place(string greeting, string cause)
    {
        HelloProject.Edit(project.Patch, "+const char *greeting(void) { return \"Hello, dom0\"; }", "+" + greeting);

        var error = Error(project.Run(), ExitCode.Make);

        Assert.That(error.Single(line => line.StartsWith("    > ", StringComparison.Ordinal)), Does.Contain(cause));
    }

    [Test]
    public void A_header_that_configure_misses()
    {
        HelloProject.Edit(project.Recipe, "\"--disable-silent-rules\"", "\"--disable-silent-rules\", \"--enable-absent\"");

        var error = Error(project.Run(), ExitCode.Configure);

        Assert.That(error.Single(line => line.StartsWith("    > ", StringComparison.Ordinal)), Does.Contain("absent.h: No such file or directory"));
    }

    [Test]
    public void A_signal_is_named()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\tkill -SEGV $$PPID\n");

        var error = Error(project.Run(), ExitCode.Make);

        Assert.That(string.Join('\n', error), Does.Contain("signal 11").Or.Contain("Segmentation fault"));
    }

    [Test]
    public void A_patch_that_fails()
    {
        HelloProject.Edit(project.Patch, "-const char *greeting(void) { return \"Hello, world\"; }", "-const char *greeting(void) { return \"Hello, moon\"; }");

        Assert.That(string.Join('\n', Error(project.Run(), ExitCode.Patch)), Does.Contain("0001-greet-dom0.patch does not apply").And.Contain("Hello, moon"));
    }

    [Test]
    public void A_tool_that_a_rule_misses()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\tabsent-tool --version\n");

        Assert.That(string.Join('\n', Error(project.Run(), ExitCode.Make)), Does.Contain("absent-tool"));
    }

    private static string[] Error(PipelineRun run, ExitCode code)
    {
        run.MustEndWith(code);
        var lines = run.Error.Split('\n');
        var error = lines.SkipWhile(line => !line.StartsWith("Error: ", StringComparison.Ordinal)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Length, Is.InRange(3, Screen), run.Error);
            Assert.That(error, Has.All.Length.LessThan(Columns));
            Assert.That(error.Count(line => line.StartsWith("  next:    ", StringComparison.Ordinal)), Is.EqualTo(1));
        }

        return error;
    }
}
