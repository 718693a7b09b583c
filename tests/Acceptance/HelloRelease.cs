namespace Dom0Iptables.Tests.Acceptance;

/// <summary>The release that the whole runs build: as small as an autotools package can be, made with the real tools.</summary>
internal static class HelloRelease
{
    public const string Archive = "hello-1.0.tar.gz";

    // No AC_PROG_CC: its twenty compilations take longer than all the rest of a run.
    private const string Configure = """
        AC_INIT([hello], [1.0])
        AC_CONFIG_SRCDIR([hello.c])
        AM_INIT_AUTOMAKE([foreign no-dependencies])
        AC_SUBST([CC], [${CC-gcc}])
        AC_SUBST([CFLAGS])
        AC_SUBST([OBJEXT], [o])
        AC_SUBST([EXEEXT], [])
        AC_DEFUN([HELLO_HEADER], [
          AC_MSG_CHECKING([for $1])
          echo "#""include <$1>" > conftest.c
          AS_IF([$CC $CFLAGS -c conftest.c -o conftest.o 2>&AS_MESSAGE_LOG_FD],
            [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no]); AC_MSG_ERROR([hello needs $1])])
          rm -f conftest.c conftest.o])
        HELLO_HEADER([stdio.h])
        AC_ARG_ENABLE([absent], [AS_HELP_STRING([--enable-absent], [ask for a header that no machine has])], [HELLO_HEADER([absent.h])])
        AC_CONFIG_FILES([Makefile])
        AC_OUTPUT

        """;

    // With this many jobs make does not end by itself: what interrupts a run finds it at work. No artifact depends on it.
    private const string Makefile = """
        bin_PROGRAMS = hello
        hello_SOURCES = hello.c greeting.c greeting.h
        include_HEADERS = greeting.h
        dist_man1_MANS = hello.1
        greetingdir = $(libdir)/hello
        greeting_DATA = greeting.o
        EXTRA_DIST = COPYING
        all-local:
        	@case " $(MAKEFLAGS) " in *-j4095*) (sleep 300 || :) 2>/dev/null ;; esac

        """;

    private const string Hello = """
        #include <stdio.h>
        #include "greeting.h"
        int main(void)
        {
            puts(greeting());
            return 0;
        }

        """;

    // Line 2 warns, so that error.log and the manifest have something to say.
    private const string Greeting = """
        #include "greeting.h"
        #warning greets nobody in particular
        const char *greeting(void) { return "Hello, world"; }

        """;

    /// <summary>Makes the archive in a folder.</summary>
    public static void Make(string folder)
    {
        Directory.CreateDirectory(folder);
        Write("configure.ac", Configure);
        Write("Makefile.am", Makefile);
        Write("hello.c", Hello);
        Write("greeting.c", Greeting);
        Write("greeting.h", "const char *greeting(void);\n");
        Write("hello.1", ".TH HELLO 1\n");
        Write("COPYING", "Do with it what you like.\n");
        Shell.Run(folder, "autoreconf --install 2>&1 && ./configure && make dist");

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
    }
}
