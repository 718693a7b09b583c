using Dom0Iptables.Compiling;
using Dom0Iptables.Processes;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>What today's gcc, as, ld and make really say is read for place, text and kind.</summary>
internal sealed class CompilerMessagesTests
{
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        Tool.Require("gcc", "make");
        temporary.Write("missing-header.c", "\n#include <no-such-header.h>\n");
        temporary.Write("undefined.c", "int nowhere(void);\nint main(void) { return nowhere(); }\n");
        temporary.Write("whole.c", "int main(void) { return 0; }\n");
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [TestCase("missing-header.c")]
    [TestCase("with a space.c")]
    [TestCase("with:a:colon.c")]
    public void A_missing_header_is_an_error_with_file_and_line(string name)
    {
        temporary.Write(name, "\n#include <no-such-header.h>\n");

        Assert.That(Compile("-c", name).Errors.Select(error => error.ToString()), Is.EqualTo((string[])[$"{name}:2: no-such-header.h: No such file or directory"]));
    }

    [Test]
    public void The_first_of_several_errors_is_first_and_notes_are_none()
    {
        temporary.Write("two.c", "int f(int a);\nint f(void *a) { return 0; }\nint g(void) { return }\n");

        var messages = Compile("-c", "two.c");

        Assert.Multiple(() =>
        {
            Assert.That(messages.FirstError!.Text, Does.StartWith("conflicting types for 'f'"));
            Assert.That(messages.Errors.Select(error => error.Place), Is.EqualTo((string[])["two.c:2", "two.c:3"]));
            Assert.That(messages.Warnings, Is.Empty);
        });
    }

    [Test]
    public void Colours_do_not_hide_an_error() =>
        Assert.That(Compile("-fdiagnostics-color=always", "-c", "missing-header.c").FirstError!.ToString(), Is.EqualTo("missing-header.c:2: no-such-header.h: No such file or directory"));

    [Test]
    public void A_warning_has_its_kind_and_is_no_error()
    {
        temporary.Write("warning.c", "int main(void)\n{\n    int unused, other;\n    return \"x\";\n}\n");

        var messages = Compile("-Wall", "-c", "warning.c");

        Assert.Multiple(() =>
        {
            Assert.That(messages.Errors, Is.Empty);
            Assert.That(
                messages.Warnings.Select(warning => $"{warning.Place} {warning.Kind}"),
                Is.EquivalentTo((string[])["warning.c:3 -Wunused-variable", "warning.c:3 -Wunused-variable", "warning.c:4 -Wint-conversion"]));
            Assert.That(WarningSummary.Of(messages), Is.EqualTo("3 warnings: 2 -Wunused-variable, 1 -Wint-conversion; all in error.log"));
        });
    }

    [Test]
    public void A_warning_that_was_made_an_error_is_one()
    {
        temporary.Write("unused.c", "int main(void) { int unused; return 0; }\n");

        Assert.That(
            Compile("-Wall", "-Werror", "-c", "unused.c").FirstError,
            Is.EqualTo(new CompilerMessage("unused.c:1", "unused variable 'unused'", "-Werror=unused-variable")));
    }

    [TestCase("-g", "undefined.c:2: undefined reference to `nowhere'")]
    [TestCase("-g0", "undefined.c:(.text+0x5): undefined reference to `nowhere'")]
    public void An_undefined_reference_comes_before_the_linkers_exit(string debugging, string said)
    {
        var messages = Compile(debugging, "undefined.c");

        Assert.Multiple(() =>
        {
            Assert.That(messages.FirstError!.ToString(), Does.EndWith(said));
            Assert.That(messages.Errors[^1].ToString(), Is.EqualTo("collect2: ld returned 1 exit status"));
        });
    }

    [TestCase("cannot find -lno-such-library", "whole.c", "-lno-such-library")]
    [TestCase("multiple definition of `main'", "whole.c", "undefined.c")]
    [TestCase("can not be used when making a shared object", "-shared", "-fno-pic", "address.c")]
    [TestCase("wrong.s:1: no such instruction", "-c", "wrong.s")]
    [TestCase("unrecognized command-line option", "--no-such-option", "whole.c")]
    [TestCase("no-such-file.c: No such file or directory", "-c", "no-such-file.c")]
    [TestCase("Killed signal terminated program cc1", "-B", "killed/", "-c", "whole.c")]
    public void The_first_error_tells_the_cause(string said, params string[] arguments)
    {
        temporary.Write("address.c", "int data;\nint *f(void) { return &data; }\n");
        temporary.Write("wrong.s", "  frobnicate %eax\n");
        File.SetUnixFileMode(temporary.Write("killed/cc1", "#!/bin/sh\nkill -9 $$\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.That(Compile(arguments).FirstError!.ToString(), Does.Contain(said));
    }

    [TestCase("all: x\nx: y\n", "make: No rule to make target 'y', needed by 'x'.  Stop.")]
    [TestCase("all:\n    echo\n", "Makefile:2: missing separator.  Stop.")]
    [TestCase("all:\n\tfalse\n", "Makefile:2: all: Error 1")]
    [TestCase("all:\n\t@kill -9 $$$$\n", "Makefile:2: all: Killed")]
    [TestCase("all:\n\tno-such-program\n", "Makefile:2: all: no-such-program: No such file or directory (Error 127)")]
    [TestCase("all:\n\ttrue; no-such-program\n", "Makefile:2: all: no-such-program: not found (Error 127)")]
    [TestCase("all:\n\tgcc -c missing-header.c\n", "missing-header.c:2: no-such-header.h: No such file or directory")]
    public void Where_no_compiler_spoke_makes_own_words_count(string makefile, string said)
    {
        temporary.Write("Makefile", makefile);

        Assert.That(Stderr("make").FirstError?.ToString(), Is.EqualTo(said));
    }

    [Test]
    public void Of_jobs_side_by_side_the_failed_one_is_named_once()
    {
        temporary.Write("Makefile", "all: slow fast\nfast:\n\tfalse\nslow:\n\tsleep 0.3\n");

        Assert.That(Stderr("make", "-j2").Errors.Select(error => error.ToString()), Is.EqualTo((string[])["Makefile:3: fast: Error 1"]));
    }

    [Test]
    public void A_make_within_a_make_is_read_too()
    {
        temporary.Write("Makefile", "all:\n\t$(MAKE) -C sub\n");
        temporary.Write("sub/Makefile", "\nall:\n\tfalse\n");

        Assert.That(Stderr("make").FirstError!.ToString(), Is.EqualTo("Makefile:3: all: Error 1"));
    }

    [Test]
    public void What_the_compiler_quotes_of_a_long_file_is_no_message()
    {
        temporary.Write("long.c", new string('\n', 123_455) + "int f(void) { return \"x: error: y\"; }\n");

        var messages = Compile("-c", "long.c");

        Assert.Multiple(() =>
        {
            Assert.That(messages.Errors, Is.Empty);
            Assert.That(messages.Warnings.Select(warning => warning.Place), Is.EqualTo((string[])["long.c:123456"]));
        });
    }

    [Test]
    public void Silence_has_neither_errors_nor_warnings()
    {
        var messages = Compile("-c", "whole.c");

        Assert.Multiple(() =>
        {
            Assert.That(messages.FirstError, Is.Null);
            Assert.That(WarningSummary.Of(messages), Is.EqualTo("no warnings"));
        });
    }

    [Test]
    public void Of_many_kinds_the_most_frequent_are_shown()
    {
        var lines = Enumerable.Range(1, 7).SelectMany(kind => Enumerable.Repeat($"a.c:1:1: warning: x [-W{kind}]", kind)).Append("a.c:2:1: warning: y");

        Assert.Multiple(() =>
        {
            Assert.That(WarningSummary.Of(CompilerMessages.Parse(lines)), Is.EqualTo("29 warnings: 7 -W7, 6 -W6, 5 -W5, 4 -W4, 3 -W3 and 3 more kinds; all in error.log"));
            Assert.That(WarningSummary.Of(CompilerMessages.Parse(["a.c:2:1: warning: y"])), Is.EqualTo("1 warning: 1 without a kind; all in error.log"));
        });
    }

    private CompilerMessages Compile(params string[] arguments) => Stderr("gcc", arguments);

    // As the pipeline runs them: stderr in a file, and in the language that the pipeline sets.
    private CompilerMessages Stderr(string program, params string[] arguments)
    {
        var command = new BuildEnvironment(temporary.Of("home"), DateTimeOffset.UnixEpoch).In(temporary.Path, new Command(program, [.. arguments]));
        var errorLog = temporary.Of("error.log");
        ProcessRunner.LogAsync("Make", command, temporary.Of("make.log"), errorLog, null, CancellationToken.None).GetAwaiter().GetResult();
        return CompilerMessages.Read(errorLog);
    }
}
