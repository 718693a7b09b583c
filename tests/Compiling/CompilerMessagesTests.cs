using Dom0Iptables.Compiling;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>What real compilers, linkers and makes say when something is wrong.</summary>
internal sealed class CompilerMessagesTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Begin()
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath("gcc") is null)
        {
            Assert.Ignore("gcc is not on this machine");
        }

        folder = new TemporaryFolder();
    }

    [TearDown]
    public void End() => folder?.Dispose();

    [TestCase("#include <absent.h>\n", "a.c:1", "absent.h: No such file or directory")]
    [TestCase("int main(void)\n{\n  return nothing;\n}\n", "a.c:3", "'nothing' undeclared (first use in this function)")]
    [TestCase("int main(void)\n{\n  return 0\n}\n", "a.c:3", "expected ';' before '}' token")]
    public void A_compile_error_is_found_with_file_and_line(string source, string place, string text)
    {
        var first = Make("gcc -c a.c", source).FirstError;

        Assert.That(first, Is.EqualTo(new CompilerMessage(place, text, null)));
    }

    [Test]
    public void An_undefined_symbol_is_found_with_the_file_that_wants_it()
    {
        var first = Make("gcc a.c -o a", "int elsewhere(void);\nint main(void) { return elsewhere(); }\n").FirstError!;

        Assert.That(first.Place, Does.StartWith("a.c"));
        Assert.That(first.Text, Is.EqualTo("undefined reference to `elsewhere'"));
    }

    [Test]
    public void A_missing_library_is_found()
    {
        Assert.That(Make("gcc a.c -o a -labsent", "int main(void) { return 0; }\n").FirstError!.Text, Does.StartWith("cannot find -labsent"));
    }

    [Test]
    public void Warnings_are_counted_by_kind()
    {
        var messages = Make("gcc -Wall -c a.c", "int f(void)\n{\n  int unused;\n  int unused_too;\n  1;\n  return 0;\n}\n");

        Assert.That(messages.Errors, Is.Empty);
        Assert.That(messages.WarningsByKind, Is.EqualTo(new[] { ("-Wunused-variable", 2), ("-Wunused-value", 1) }));
        Assert.That(WarningSummary.Of(messages), Is.EqualTo("3 warnings: 2 -Wunused-variable, 1 -Wunused-value; all in error.log"));
    }

    [Test]
    public void What_make_says_counts_where_no_compiler_has_said_anything()
    {
        var first = Make("false", "").FirstError!;

        Assert.That(first.Place, Is.EqualTo("Makefile:2: all"));
        Assert.That(first.Text, Is.EqualTo("Error 1"));
    }

    [Test]
    public void A_program_that_make_does_not_find_is_named()
    {
        Assert.That(Make("no-such-compiler a.c", "").FirstError!.Text, Does.Contain("no-such-compiler").And.Contain("Error 127"));
    }

    private CompilerMessages Make(string recipe, string source)
    {
        folder.Write("a.c", source);
        folder.Write("Makefile", $"all:\n\t{recipe}\n");
        Acceptance.Shell.Run(folder.Path, "make 2>error.log; true");
        return CompilerMessages.Read(folder.Of("error.log"));
    }
}
