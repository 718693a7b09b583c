using Dom0Iptables.Gates;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Gates;

internal sealed class ElfGateTests : GateFixture
{
    [Test]
    public async Task A_program_of_the_platforms_form_passes()
    {
        var verdict = await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello", Hello)))));

        MustPass(verdict);
        Assert.That(verdict.Figure, Does.Contain("Linux 2.6.9"));
        Assert.That(verdict.Limit, Is.EqualTo("ELF32, /lib/ld-linux.so.2, Linux 2.6.18"));
    }

    [Test]
    public async Task A_program_as_this_machine_makes_it_is_refused_for_each_thing_that_is_newer()
    {
        var verdict = await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/bin/hello", ForThisMachine("hello-today", Hello, "-Wl,-z,ibt", "-Wl,--hash-style=gnu")))));

        MustRefuse(verdict, "/usr/local/bin/hello", "its ABI note asks for Linux 3.2.0; the platform has 2.6.18");
        MustRefuse(verdict, "GNU property note", "IBT");
        MustRefuse(verdict, "DT_HASH");
    }

    [TestCase("-Wl,-z,execstack", "executable stack")]
    [TestCase("-Wl,-rpath,/home/somebody/lib", "search /home/somebody/lib")]
    [TestCase("-Wl,--dynamic-linker=/opt/ld.so", "asks for the loader /opt/ld.so")]
    public async Task What_the_linker_was_told_wrongly_is_refused(string argument, string problem) =>
        MustRefuse(await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello-" + problem.Replace(' ', '-').Replace('/', '-'), Hello, argument))))), "/usr/local/bin/hello", problem);

    [Test]
    public async Task A_library_with_text_relocations_is_refused()
    {
        var library = await ForPlatformAsync("libtext.so.1", "int count; int *where(void) { return &count; }", "-shared", "-fno-pic", "-Wl,-z,notext");

        MustRefuse(await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/lib/libtext.so.1", library)))), "/usr/local/lib/libtext.so.1", "text relocations");
    }

    [Test]
    public async Task A_program_of_another_class_is_refused()
    {
        Shell.Run(Folder.Path, $"gcc -m64 {Folder.Write("wide.c", Hello)} -o wide");

        MustRefuse(await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/bin/wide", Folder.Of("wide"))))), "/usr/local/bin/wide", "ELF64 for Advanced Micro Devices X86-64, where the platform runs ELF32 for Intel 80386");
    }

    [Test]
    public async Task An_indirect_function_and_its_relocation_are_refused()
    {
        var library = await ForPlatformAsync("libindirect.so.1", "static int one(void) { return 1; } static int (*choose(void))(void) { return one; } int which(void) __attribute__((ifunc(\"choose\"))); int call(void) { return which(); }", "-shared", "-fPIC");

        var verdict = await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/lib/libindirect.so.1", library))));

        MustRefuse(verdict, "which is an indirect function");
    }

    [Test]
    public async Task Packed_relocations_are_refused_where_this_machines_linker_makes_them()
    {
        // RELR: from binutils 2.38 on.
        var library = await ForPlatformAsync("libpacked.so.1", "int a, b, c; int *all[] = { &a, &b, &c };\nstatic int d; int *own[] = { &d, &d };", "-shared", "-fPIC", "-Wl,-z,pack-relative-relocs");

        var verdict = await ExamineAsync(new ElfGate(), Pack(Files(("/usr/local/lib/libpacked.so.1", library))));

        MustRefuse(verdict, "has the dynamic tag RELR");
    }

    [Test]
    public async Task A_package_without_programs_passes_each_gate_on_programs()
    {
        var package = Pack(Files(("/usr/local/share/text", Folder.Write("text", "text\n"))));

        foreach (var gate in new IGate[] { new SymbolsGate(), new LibrariesGate(), new ElfGate(), new InstructionsGate() })
        {
            MustPass(await ExamineAsync(gate, package, package));
        }
    }

    [Test]
    public async Task Code_for_another_machine_is_refused_and_does_not_stop_the_gates()
    {
        // The e_machine of an ELF header: 183 is AArch64.
        var program = await ForPlatformAsync("foreign", Hello);
        using (var file = new FileStream(program, FileMode.Open))
        {
            file.Seek(18, SeekOrigin.Begin);
            file.WriteByte(183);
        }

        var package = Pack(Files(("/usr/local/bin/foreign", program)), macros: ["_binaries_in_noarch_packages_terminate_build 0", "__find_requires %nil", "_use_internal_dependency_generator 0"]);

        MustRefuse(await ExamineAsync(new ElfGate(), package), "/usr/local/bin/foreign", "ELF32 for AArch64");
        MustRefuse(await ExamineAsync(new InstructionsGate(), package), "/usr/local/bin/foreign", "is code for AArch64");
    }
}
