using System.Collections.Immutable;
using Dom0Iptables.Archives;
using Dom0Iptables.Launching;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.VirtualMachines;

namespace Dom0Iptables.Machine;

/// <summary>Everything that the pipeline needs of the machine beside .NET.</summary>
public static class Requirements
{
    private static readonly ImmutableArray<string> Compiling = ["Configure", "Make", "Stage", "Test"];

    /// <summary>What is needed for a platform's packages, and for the tests.</summary>
    public static ImmutableArray<Requirement> For(Platform platform) =>
    [
        Program("patch", ["Patch", "Test"], "patch", "patch"),
        Program("gcc", Compiling, "gcc", "gcc"),
        Program("make", Compiling, "make", "make"),
        CLibrary(platform),
        Program("rpmbuild", ["Rpm", "Srpm", "Test"], "rpm", "rpm-build"),
        Program("rpm", ["Rpm", "Srpm", "Test"], "rpm", "rpm"),
        Program("readelf", ["Gate", "Test"], "binutils", "binutils"),
        Program("bwrap", ["Patch", "Configure", "Make", "Stage", "Rpm", "Srpm", "Gate", "Rehearse", "Test"], "bubblewrap", "bubblewrap"),
        Program("cpio", ["Gate", "Rehearse", "Reproduce", "Test"], "cpio", "cpio"),
        Program("rpm2cpio", ["Gate", "Rehearse", "Test"], "rpm2cpio", "rpm"),
        Program("dash", ["Configure", "Make", "Stage", "Gate", "Rehearse", "Test"], "dash", "dash"),
        Program("shellcheck", ["Gate", "Test"], "shellcheck", "ShellCheck"),
        Program("shfmt", ["Gate", "Test"], "shfmt", "shfmt"),
        Program("rpmlint", ["Gate", "Test"], "rpmlint", "rpmlint"),
        .. Emulator(platform),
        Program("mke2fs", ["RehearseXen", "Test"], "e2fsprogs", "e2fsprogs"),
        new("libbz2", ["Archive", "Test"], "libbz2-1.0", "bzip2-libs", _ => Task.FromResult(Bzip2Library.IsThere)),
        Program("bzip2", ["Test"], "bzip2", "bzip2"),
        Program("xz", ["Test"], "xz-utils", "xz"),
        Program("gpg", ["Test"], "gnupg", "gnupg2"),
        Program("gpgv", ["Test"], "gpgv", "gnupg2"),
        Program("rpmsign", ["Test"], "rpm", "rpm-sign"),
        Program("busybox", ["Rehearse", "Test"], "busybox-static", "busybox"),
        Program("gawk", ["Test"], "gawk", "gawk"),
        Program("mawk", ["Test"], "mawk", "mawk"),
        Program("bash", ["Rehearse", "Test"], "bash", "bash"),
        Program("ip", ["Rehearse", "Test"], "iproute2", "iproute"),
        Program("pkill", ["Rehearse", "Test"], "procps", "procps-ng"),
        Program("unshare", ["Rehearse", "Reproduce", "Test"], "util-linux", "util-linux"),
        Program("setarch", ["Patch", "Configure", "Make", "Stage", "Rpm", "Srpm", "Test"], "util-linux", "util-linux"),
        Program("faketime", ["Reproduce", "Test"], "faketime", "libfaketime"),
        Program("disorderfs", ["Reproduce", "Test"], "disorderfs", "disorderfs"),
        Program("hostname", ["Reproduce", "Test"], "hostname", "hostname"),
        new("the sources of locales", ["Reproduce", "Test"], "locales", "glibc-locale-source", _ => Task.FromResult(File.Exists("/usr/share/i18n/locales/tr_TR"))),
        .. VirtualMachines(platform),
        Program("createrepo_c", ["Repo", "Test"], "createrepo-c", "createrepo_c"),
        Program("dnf", ["Test"], "dnf", "dnf"),
        .. Launcher.All.SelectMany(launcher => For(launcher, "Test")),
        Program("groff", ["Test"], "groff-base", "groff-base"),
        Program("man", ["Test"], "man-db", "man-db"),
        Program("mandoc", ["Test"], "mandoc", "mandoc"),
        Program("script", ["Test"], "bsdutils", "util-linux"),
        Program("yamllint", ["Test"], "yamllint", "yamllint"),
        Program("autoconf", ["Test"], "autoconf", "autoconf"),
        Program("automake", ["Test"], "automake", "automake"),
        Program("pkg-config", ["Test"], "pkg-config", "pkgconf-pkg-config"),
    ];

    /// <summary>What signing needs beside. Whoever does not sign need not have it, so that it is not among the others.</summary>
    public static ImmutableArray<Requirement> ForSigning { get; } =
    [
        Program("gpg", ["Sign"], "gnupg", "gnupg2"),
        Program("gpgv", ["Sign"], "gpgv", "gnupg2"),
        Program("rpmsign", ["Sign"], "rpm", "rpm-sign"),
        Program("rpm", ["Sign"], "rpm", "rpm"),
    ];

    /// <summary>What a launcher needs that was asked for by its name.</summary>
    public static ImmutableArray<Requirement> For(Launcher launcher) => For(launcher, "Make");

    /// <summary>What every task can be done without, and does more with. It is never installed by itself.</summary>
    public static ImmutableArray<Requirement> Optional { get; } =
    [
        Program("diffoscope", ["Reproduce", "Verify"], "diffoscope", "diffoscope") with { Benefit = "Reproduce and Verify look into the packages that differ" },
        .. ForSigning.Where(requirement => requirement.Name != "rpm").Select(requirement => requirement with { Benefit = "--sign" }),
        Program("ccache", ["Make"], "ccache", "ccache") with { Benefit = "Make compiles again only what has changed" },
        Program("man", ["Doctor"], "man-db", "man-db") with { Benefit = "./build.sh --man can be read" },
    ];

    /// <summary>All that there is to be said of a machine.</summary>
    public static ImmutableArray<Requirement> AllFor(Platform platform) => [.. For(platform), .. Optional];

    private static Requirement Program(string name, ImmutableArray<string> tasks, string debian, string fedora) =>
        new(name, tasks, debian, fedora, _ => Task.FromResult(ProcessRunner.FindOnPath(name, SearchPath) is not null));

    // An ordinary user's PATH often lacks the sbin folders.
    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin";

    // icecc packs the compilers for C and for C++ together or not at all.
    private static ImmutableArray<Requirement> For(Launcher launcher, string task) =>
    [
        Program(launcher.Name, [task], launcher.DebianPackage, launcher.FedoraPackage),
        .. launcher.Name == "icecc" ? [Program("g++", [task], "g++", "gcc-c++")] : ImmutableArray<Requirement>.Empty,
    ];

    private static ImmutableArray<Requirement> Emulator(Platform platform) =>
        platform.Limits.Processor is null
            ? []
            : [Program(platform.Emulator, ["Gate", "Test"], "qemu-user-static", "qemu-user-static-x86")];

    // Where this machine's own kernel does not run what is built, another one has to.
    private static ImmutableArray<Requirement> VirtualMachines(Platform platform)
    {
        ImmutableArray<string> tasks = platform.Is64Bit || ThirtyTwoBit.CanRun(Path.GetTempPath()) ? ["RehearseXen", "Test"] : ["Rehearse", "RehearseXen", "Test"];
        return [Program(VirtualMachine.Program, tasks, "qemu-system-x86", "qemu-system-x86-core"), Program("dpkg-deb", tasks, "dpkg", "dpkg")];
    }

    private static Requirement CLibrary(Platform platform)
    {
        var is32Bit = platform.Cc?.Contains("-m32", StringComparison.Ordinal) == true;
        return new Requirement(
            is32Bit ? "the C library for gcc -m32" : "the C library's headers and start files",
            Compiling,
            is32Bit ? "gcc-multilib" : "libc6-dev",
            is32Bit ? "glibc-devel.i686 libgcc.i686" : "glibc-devel",
            cancellationToken => HasStartFileAsync(platform.Cc ?? "gcc", cancellationToken));
    }

    // gcc answers with a full path where it has the file, and with the bare name where it has not.
    private static async Task<bool> HasStartFileAsync(string compiler, CancellationToken cancellationToken)
    {
        var words = compiler.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (ProcessRunner.FindOnPath(words[0]) is null)
        {
            return false;
        }

        var question = new Command(words[0], [.. words[1..], "-print-file-name=crt1.o"]);
        var outcome = await ProcessRunner.CaptureAsync("Doctor", question, cancellationToken);
        if (!outcome.Succeeded || !Path.IsPathRooted(outcome.StandardOutput.Trim()))
        {
            return false;
        }

        // The kernel's headers for the other class come with another package than the library's own.
        var headers = new Command(words[0], [.. words[1..], "-fsyntax-only", "-include", "stdio.h", "-include", "errno.h", "-x", "c", "/dev/null"]);
        return (await ProcessRunner.CaptureAsync("Doctor", headers, cancellationToken)).Succeeded;
    }
}
