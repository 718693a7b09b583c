using System.Collections.Immutable;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Journal;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.CLibrary;

[TestFixture("i686", "gcc -m32", "glibc-2.5-i386.tsv")]
[TestFixture("x86_64", "gcc -m64", "glibc-2.5-x86_64.tsv")]
internal sealed class LinkLibraryTests(string architecture, string compiler, string table)
{
    private const string Program = """
        #define _GNU_SOURCE
        #define _FILE_OFFSET_BITS 64
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        #include <math.h>
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <sys/stat.h>
        static int constructed;
        __attribute__((constructor)) static void construct(void) { constructed = 7; }
        __attribute__((destructor)) static void destruct(void) { puts("destructed"); }
        static void at_exit(void) { puts("at exit"); }
        int main(int argc, char **argv)
        {
            struct stat status;
            int number = 0;
            atexit(at_exit);
            setenv("SOMETHING", "else", 1);
            if (stat("/", &status) != 0 || !S_ISDIR(status.st_mode)) return 2;
            if (fcntl(0, F_GETFD) < -1) return 3;
            sscanf("42", "%d", &number);
            printf("constructed %d argc %d number %d %s %.1f %d\n", constructed, argc, number, argv[1], exp(argc - 2.0), environ != NULL);
            return dlopen("no such library", RTLD_NOW) == NULL ? 0 : 4;
        }
        """;

    private TemporaryFolder folder = null!;
    private string library = null!;
    private Platform platform = null!;
    private LinkLibrary maker = null!;
    private ImmutableArray<string> words;

    [OneTimeSetUp]
    public async Task Make_the_library()
    {
        if (ProcessRunner.FindOnPath("gcc") is null)
        {
            Assert.Ignore("gcc is not on this machine");
        }

        folder = new TemporaryFolder();
        library = folder.Of("library");
        words = [.. compiler.Split(' ')];
        platform = new Platform(architecture, "", architecture, "", "", compiler, [], [], Path.Combine(Repository.Top, "platforms", "abi", table), PlatformLimits.None, []);
        maker = new LinkLibrary(new BuildSandbox(new Workspace(folder.Of("workspace")), DateTimeOffset.UnixEpoch, IsConfined: true), folder.Of("cache"), folder.Of("log"));
        Assert.That(await maker.PutAsync(platform, [], library, CancellationToken.None), Is.False, "the cache was empty");
    }

    [OneTimeTearDown]
    public void Remove_it() => folder?.Dispose();

    [Test]
    public async Task A_program_linked_with_it_needs_no_version_that_the_platform_lacks()
    {
        var program = await LinkAsync("versions", Program);

        var needed = await RunAsync("readelf", "--wide", "--version-info", program);
        var versions = needed.Split('\n').Where(line => line.Contains("Name: GLIBC_", StringComparison.Ordinal))
            .Select(line => Version.Parse(line.Split("Name: GLIBC_")[1].Split(' ')[0])).ToList();
        Assert.That(versions, Is.Not.Empty);
        Assert.That(versions.Max(), Is.LessThanOrEqualTo(new Version(2, 5)));
    }

    [Test]
    public async Task It_is_made_once_and_then_comes_from_the_cache_the_same()
    {
        var second = folder.Of("second");

        Assert.That(await maker.PutAsync(platform, [], second, CancellationToken.None), Is.True);
        Assert.That(Fingerprint.OfPath(second), Is.EqualTo(Fingerprint.OfPath(library)));
    }

    [Test]
    public async Task One_that_was_damaged_in_the_cache_is_made_anew()
    {
        foreach (var damaged in Directory.EnumerateDirectories(folder.Of("cache")).Select(entry => Path.Combine(entry, "libc.so.6")))
        {
            File.AppendAllText(damaged, "x");
        }

        var place = folder.Of("after-damage");

        Assert.That(await maker.PutAsync(platform, [], place, CancellationToken.None), Is.False);
        Assert.That(File.ReadAllBytes(Path.Combine(place, "libc.so.6")), Is.EqualTo(File.ReadAllBytes(Path.Combine(library, "libc.so.6"))));
    }

    [Test]
    public async Task Another_compiler_gets_one_of_its_own()
    {
        Assert.That(await maker.PutAsync(platform, [KeyValuePair.Create("gcc", "another")], folder.Of("other"), CancellationToken.None), Is.False);
    }

    [Test]
    public async Task Constructors_and_exit_functions_of_the_program_run()
    {
        var program = await LinkAsync("constructors", Program);
        var emulator = architecture == "i686" && !Machine.ThirtyTwoBit.CanRun(folder.Path) ? ProcessRunner.FindOnPath("qemu-i386-static") : "";
        if (emulator is null)
        {
            Assert.Ignore("this machine's kernel runs no 32-bit programs, and there is no qemu-i386-static");
        }

        var said = await (emulator.Length == 0 ? RunAsync(program, "word") : RunAsync(emulator, "-cpu", "pentium3", program, "word"));
        Assert.That(said, Is.EqualTo("constructed 7 argc 2 number 42 word 1.0 1\nat exit\ndestructed\n"));
    }

    [Test]
    public async Task A_call_that_the_platform_lacks_fails_at_link_time_by_name_and_file()
    {
        var failure = await TryLinkAsync("newer", "#include <sys/random.h>\nint main(void) { char b; return getrandom(&b, 1, 0); }\n");

        Assert.That(failure.ExitCode, Is.Not.Zero);
        Assert.That(failure.StandardError, Does.Contain("newer.c").And.Contain("undefined reference to `getrandom'"));
    }

    [Test]
    public async Task A_program_has_no_note_and_no_relocation_that_the_platforms_loader_does_not_know()
    {
        var program = await LinkAsync("notes", Program);

        var notes = await RunAsync("readelf", "--wide", "--notes", program);
        Assert.That(notes, Does.Contain("OS: Linux, ABI: 2.6.9").And.Not.Contain("GNU_PROPERTY"));
        var dynamic = await RunAsync("readelf", "--wide", "--dynamic", program);
        Assert.That(dynamic, Does.Not.Contain("RELR"));
    }

    private async Task<string> LinkAsync(string name, string source)
    {
        var outcome = await TryLinkAsync(name, source);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.StandardError);
        return folder.Of(name);
    }

    private async Task<ProcessOutcome> TryLinkAsync(string name, string source)
    {
        folder.Write(name + ".c", source);
        var command = new Command(words[0], [.. words[1..], $"-B{library}", "-O2", "-fcf-protection=none", "-Wa,-mx86-used-note=no", "-Wl,--build-id=none", "-Wl,--hash-style=both", name + ".c", "-o", name, "-lm", "-ldl"]) with { WorkingDirectory = folder.Path };
        return await ProcessRunner.CaptureAsync("Test", command, CancellationToken.None);
    }

    private static async Task<string> RunAsync(string program, params ImmutableArray<string> arguments)
    {
        var outcome = await ProcessRunner.CaptureAsync("Test", new Command(program, arguments), CancellationToken.None);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.StandardError);
        return outcome.StandardOutput;
    }
}
