using Dom0Iptables.Compiling;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>Why a real configure gave up is found in its log.</summary>
internal sealed class ConfigLogReaderTests
{
    private TemporaryFolder temporary = null!;

    [OneTimeSetUp]
    public void MakeConfigure()
    {
        Tool.Require("gcc", "autoconf");
        temporary = new TemporaryFolder();
        temporary.Write("configure.ac", """
            AC_INIT([small], [1.0])
            AC_PROG_CC
            AS_IF([test "$need" = header], [AC_CHECK_HEADER([no/such/header.h], [], [AC_MSG_ERROR([no/such/header.h is needed])])])
            AS_IF([test "$need" = library], [AC_CHECK_LIB([no-such-library], [main], [], [AC_MSG_FAILURE([the library is needed])])])
            AS_IF([test "$need" = word], [AC_MSG_ERROR([that word is not known])])
            AC_OUTPUT

            """);
        Tool.Run(temporary.Path, "autoconf");
    }

    [OneTimeTearDown]
    public void RemoveFolder() => temporary?.Dispose();

    [TestCase("CC=gcc -lno-such-library", "C compiler cannot create executables; the check: checking whether the C compiler works; it said: ", "cannot find -lno-such-library")]
    [TestCase("CC=gcc --no-such-option", "C compiler cannot create executables; the check: checking whether the C compiler works; it said: ", "unrecognized command-line option '--no-such-option'")]
    [TestCase("CC=no-such-compiler", "C compiler cannot create executables; the check: checking whether the C compiler works; it said: ", "no-such-compiler")]
    [TestCase("CC=gcc -nostartfiles -Wl,-e,0", "cannot run C compiled programs.; the check: checking whether we are cross compiling", "")]
    [TestCase("need=header", "no/such/header.h is needed; the check: checking for no/such/header.h; it said: ", "no/such/header.h: No such file or directory")]
    [TestCase("need=library", "the library is needed; the check: checking for main in -lno-such-library; it said: ", "cannot find -lno-such-library")]
    [TestCase("need=word", "that word is not known", "")]
    public void The_cause_is_the_error_its_check_and_what_was_said(string argument, string cause, string said)
    {
        var folder = Directory.CreateDirectory(temporary.Of(Guid.NewGuid().ToString("N"))).FullName;
        var outcome = Tool.Try(folder, "env", "LC_ALL=C", argument, "sh", "../configure");
        Assert.That(outcome.Succeeded, Is.False, outcome.StandardOutput);

        Assert.That(ConfigLogReader.Cause(File.ReadAllText(Path.Combine(folder, "config.log"))), Does.StartWith(cause).And.Contain(said));
    }

    [Test]
    public void A_configure_that_succeeded_has_no_cause()
    {
        var folder = Directory.CreateDirectory(temporary.Of("good")).FullName;
        Tool.Run(folder, "sh", "../configure");

        Assert.That(ConfigLogReader.Cause(File.ReadAllText(Path.Combine(folder, "config.log"))), Is.Null);
    }

    [TestCase("")]
    [TestCase("no log of configure's\n")]
    [TestCase("configure:1: error: in `/x':")]
    public void A_log_cut_short_does_no_harm(string text) => Assert.That(() => ConfigLogReader.Cause(text), Throws.Nothing);
}
