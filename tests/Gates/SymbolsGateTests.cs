using Dom0Iptables.Gates;

namespace Dom0Iptables.Tests.Gates;

internal sealed class SymbolsGateTests : GateFixture
{
    [Test]
    public async Task A_program_of_the_platforms_own_C_library_passes_and_its_newest_version_is_told()
    {
        var package = Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello", Hello))));

        var verdict = await ExamineAsync(new SymbolsGate(), package);

        MustPass(verdict);
        Assert.That(verdict.Figure, Does.Contain("newest GLIBC_2.1.3").And.Match(@"^[1-9]\d* wanted by 1 ELF files"));
        Assert.That(verdict.Limit, Is.EqualTo("glibc-2.5-i386"));
    }

    [Test]
    public async Task A_program_of_this_machines_C_library_is_refused_by_the_version_that_it_wants()
    {
        var package = Pack(Files(("/usr/local/bin/hello", ForThisMachine("hello-today", Hello))));

        MustRefuse(await ExamineAsync(new SymbolsGate(), package), "/usr/local/bin/hello", "__libc_start_main@GLIBC_2.34", "libc.so.6 of the platform has it at GLIBC_2.0 only");
    }

    [Test]
    public async Task A_version_that_is_wanted_without_a_symbol_is_refused()
    {
        var package = Pack(Files(("/usr/local/bin/hello", ForThisMachine("hello-packed", Hello, "-Wl,-z,pack-relative-relocs"))));

        MustRefuse(await ExamineAsync(new SymbolsGate(), package), "/usr/local/bin/hello libc.so.6", "the version GLIBC_ABI_DT_RELR");
    }

    [Test]
    public async Task A_call_that_nobody_answers_is_refused_by_name()
    {
        var library = await ForPlatformAsync("libcalls.so", "extern void nobody(void); void call(void) { nobody(); }", "-shared", "-fPIC", "-Wl,-soname,libcalls.so.1");
        var package = Pack(Files(("/usr/local/lib/libcalls.so.1", library)));

        MustRefuse(await ExamineAsync(new SymbolsGate(), package), "libcalls.so.1 nobody", "nothing that it is linked with exports it");
    }

    [Test]
    public async Task A_plugin_may_lean_on_the_program_that_loads_it_and_on_that_programs_libraries()
    {
        var plugin = await ForPlatformAsync("plugin.so", "extern void offered(void); extern double log(double); double call(double x) { offered(); return log(x); }", "-shared", "-fPIC");
        var program = await ForPlatformAsync("host", "#include <math.h>\nvoid offered(void) {}\nint main(int n, char **v) { return (int) sqrt(log(n)); }", "-rdynamic", "-fno-builtin", "-lm");
        var withoutMath = await ForPlatformAsync("host-without", "void offered(void) {}\nint main(void) { return 0; }", "-rdynamic");

        MustPass(await ExamineAsync(new SymbolsGate(), Pack(Files(("/usr/local/bin/host", program), ("/usr/local/lib/host/plugin.so", plugin)))));
        MustRefuse(
            await ExamineAsync(new SymbolsGate(), Pack(Files(("/usr/local/bin/host", withoutMath), ("/usr/local/lib/host/plugin.so", plugin)))),
            "plugin.so log",
            "nor any program of the packages");
    }

    [Test]
    public async Task A_library_that_cannot_be_looked_into_is_not_passed()
    {
        var program = await WithoutSectionsAsync("sectionless");

        MustRefuse(await ExamineAsync(new SymbolsGate(), Pack(Files(("/usr/local/bin/hello", program)))), "no table of its symbols");
    }
}
