using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Gates;

internal sealed class ProcessorGatesTests : GateFixture
{
    private const string NewerInstruction = "int main(void) { __asm__ volatile (\"movdqa %xmm0, %xmm1\"); return 0; }";

    [Test]
    public async Task Instructions_that_the_processor_has_pass_with_its_long_nops()
    {
        var program = await ForPlatformAsync("old", "int main(void) { __asm__ volatile (\"movaps %xmm0, %xmm1; nopw %cs:0x0(%eax,%eax,1); .byte 0xf3, 0x0f, 0x1e, 0xfb; cmpxchg8b (%esp)\"); return 0; }");

        var verdict = await ExamineAsync(new InstructionsGate(), Pack(Files(("/usr/local/bin/old", program))));

        MustPass(verdict);
        Assert.That(verdict.Figure, Does.Match(@"^\d{2,} instructions of \d{2,} forms$"));
        Assert.That(verdict.Limit, Is.EqualTo("pentiumiii"));
    }

    [Test]
    public async Task An_instruction_that_the_processor_lacks_is_refused_with_its_function_and_address() =>
        MustRefuse(
            await ExamineAsync(new InstructionsGate(), Pack(Files(("/usr/local/bin/newer", await ForPlatformAsync("newer", NewerInstruction))))),
            "/usr/local/bin/newer main at 0x",
            "movdqa %xmm0,%xmm1",
            "pentiumiii has no such instruction");

    [Test]
    public async Task The_compilers_own_use_of_a_newer_processor_is_refused()
    {
        var program = await ForPlatformAsync("tuned", "double sum(double *a) { double s = 0; for (int i = 0; i < 8; i++) s += a[i]; return s; } int main(int n, char **v) { double a[8] = { n }; return (int) sum(a); }", "-march=pentium4", "-mfpmath=sse");

        MustRefuse(await ExamineAsync(new InstructionsGate(), Pack(Files(("/usr/local/bin/tuned", program)))), "/usr/local/bin/tuned", "pentiumiii has no such instruction");
    }

    [Test]
    public async Task Bytes_that_are_no_instruction_are_not_passed() =>
        MustRefuse(
            await ExamineAsync(new InstructionsGate(), Pack(Files(("/usr/local/bin/garbage", await ForPlatformAsync("garbage", "int main(void) { __asm__ volatile (\".byte 0x0f, 0xff, 0xff, 0xd6\"); return 0; }"))))),
            "garbage main at 0x");

    [Test]
    public async Task Code_that_is_hidden_from_the_disassembler_is_not_passed() =>
        MustRefuse(
            await ExamineAsync(new InstructionsGate(), Pack(Files(("/usr/local/bin/hidden", await WithoutSectionsAsync("hidden"))))),
            "/usr/local/bin/hidden",
            "has no code that objdump finds");

    [Test]
    public async Task A_program_that_the_emulated_processor_runs_passes()
    {
        RequireEmulator();

        MustPass(await ExamineAsync(new RunGate(), Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello", Hello))))));
    }

    [Test]
    public async Task A_program_that_the_emulated_processor_ends_is_refused()
    {
        RequireEmulator();

        MustRefuse(await ExamineAsync(new RunGate(), Pack(Files(("/usr/local/bin/newer", await ForPlatformAsync("newer-run", "int main(void) { __asm__ volatile (\"popcnt %eax, %eax\"); return 0; }"))))), "/usr/local/bin/newer --version", "ends with 132 on a pentium3");
    }

    [Test]
    public async Task A_program_whose_plugin_cannot_be_loaded_is_refused_though_it_ends_well()
    {
        RequireEmulator();
        var plugin = await ForPlatformAsync("broken.so", "extern void nobody(void); void call(void) { nobody(); }", "-shared", "-fPIC");
        var program = await ForPlatformAsync("loads", "#include <dlfcn.h>\n#include <stdio.h>\nint main(void) { if (!dlopen(\"/usr/local/lib/broken.so\", RTLD_NOW)) fprintf(stderr, \"%s\\n\", dlerror()); return 0; }", "-ldl");

        MustRefuse(await ExamineAsync(new RunGate(), Pack(Files(("/usr/local/bin/loads", program), ("/usr/local/lib/broken.so", plugin)))), "something cannot be loaded", "undefined symbol: nobody");
    }

    [Test]
    public async Task A_platform_that_names_no_processor_is_not_said_to_have_passed()
    {
        var package = Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello-anywhere", Hello))));
        var anywhere = Platform with { Limits = PlatformLimits.None };

        Assert.That((await ExamineAsync(new InstructionsGate(), anywhere, package)).Outcome, Is.EqualTo("not checked"));
        Assert.That((await ExamineAsync(new RunGate(), anywhere, package)).Outcome, Is.EqualTo("not checked"));
    }

    [Test]
    public async Task What_the_recipe_wants_tried_is_tried_and_must_be_there()
    {
        RequireEmulator();
        var program = await ForPlatformAsync("fails", "int main(int n, char **v) { return n > 1; }");
        var package = Pack(Files(("/usr/local/bin/fails", program)));
        var recipe = new Catalogue(Repository.Top).Recipe("iptables-1.8.9") with
        {
            Name = "small",
            Version = "1.0",
            Smoke = new SmokeTest([["/usr/local/bin/fails"], ["/usr/local/bin/fails", "word"]], [SmokePlugin.Of(new Regex(@"\A/usr/local/bin/f(.*)\z"), "/usr/local/bin/fails $1")!, SmokePlugin.Of(new Regex("absent"), "/bin/true")!]),
        };

        var verdict = await ExamineAsync(new RunGate(), Platform, [recipe], package);

        Assert.That(verdict.Figure, Is.EqualTo("3 commands, plugins loaded: 1"));
        Assert.That(verdict.Findings.Select(finding => $"{finding.Where}: {finding.Problem}"), Is.EqualTo((string[])
        [
            "/usr/local/bin/fails word: ends with 1 on a pentium3: (nothing said)",
            "/usr/local/bin/fails ails: ends with 1 on a pentium3: (nothing said)",
            "absent: no file of the packages is such, so nothing of that kind was loaded",
        ]));
    }

    [Test]
    public async Task Of_plugins_that_one_command_loads_the_one_at_fault_is_named()
    {
        RequireEmulator();
        var program = await ForPlatformAsync("picky", "#include <string.h>\nint main(int n, char **v) { for (int i = 1; i < n; i++) if (strstr(v[i], \"bad\")) return 1; return 0; }");
        var plugin = await ForPlatformAsync("plugin.so", "int x;", "-shared", "-fPIC");
        var package = Pack(Files(("/usr/local/bin/picky", program), ("/usr/local/lib/good1.so", plugin), ("/usr/local/lib/good2.so", plugin), ("/usr/local/lib/bad.so", plugin)));

        Assert.That(await FindingsAsync(@"\A/usr/local/lib/(.*)\.so\z", "/usr/local/bin/picky {-m $1} --help"), Is.EqualTo((string[])["/usr/local/bin/picky -m bad --help"]));
        Assert.That(await FindingsAsync(@"\A/usr/local/lib/(good.)\.so\z", "/usr/local/bin/picky {-m $1} --help"), Is.Empty);

        async Task<IEnumerable<string>> FindingsAsync(string pattern, string command)
        {
            var recipe = new Catalogue(Repository.Top).Recipe("iptables-1.8.9") with { Name = "small", Version = "1.0", Smoke = new SmokeTest([], [SmokePlugin.Of(new Regex(pattern), command)!]) };
            return (await ExamineAsync(new RunGate(), Platform, [recipe], package)).Findings.Select(finding => finding.Where);
        }
    }

    [Test]
    public async Task A_link_that_leads_out_of_the_root_is_refused_before_anything_is_written_through_it()
    {
        RequireEmulator();
        var outside = Directory.CreateDirectory(Folder.Of("outside")).FullName;
        var package = Pack(Files(("/usr/local/bin/hello", await ForPlatformAsync("hello-linked", Hello))), list: "/usr/local/bin/hello\n/etc", linked: ("/etc", outside));

        var failure = await Assert.ThrowsAsync<PipelineException>(() => ExamineAsync(new RunGate(), package));

        Assert.That(failure.Problem, Does.Contain($"makes /etc a link to {outside}"));
        Assert.That(Directory.EnumerateFileSystemEntries(outside), Is.Empty);
    }

    private static void RequireEmulator()
    {
        if (ProcessRunner.FindOnPath("qemu-i386-static") is null)
        {
            Assert.Ignore("qemu-i386-static is not on this machine");
        }
    }
}
