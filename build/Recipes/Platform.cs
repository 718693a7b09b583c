using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>What the packages must run on.</summary>
/// <param name="Id">The platform's own name, which is its file's ("el5-i686").</param>
/// <param name="Description">One line for people.</param>
/// <param name="Architecture">rpm's name of the architecture, for --target; null for this machine's own.</param>
/// <param name="CFlags">What CFLAGS is by default; empty leaves it out.</param>
/// <param name="CxxFlags">What CXXFLAGS is by default; empty leaves it out.</param>
/// <param name="Cc">The C compiler with the switches that are not the user's flags ("gcc -m32"), or null for configure's choice.</param>
/// <param name="CompilerSwitches">What the platform needs of the compiler and linker beside the user's flags, in force for every call.</param>
/// <param name="ConfigureArguments">What the platform adds to configure's arguments.</param>
/// <param name="AbiTable">The full path of the table of what the platform's C library exports; null for this machine's own library.</param>
/// <param name="Limits">What the gates hold its packages against.</param>
/// <param name="RpmMacros">What rpmbuild is told so that the platform's rpm reads the packages: "macro value" each.</param>
public sealed record Platform(
    string Id,
    string Description,
    string? Architecture,
    string CFlags,
    string CxxFlags,
    string? Cc,
    ImmutableArray<string> CompilerSwitches,
    ImmutableArray<string> ConfigureArguments,
    string? AbiTable,
    PlatformLimits Limits,
    ImmutableArray<string> RpmMacros)
{
    /// <summary>Whether its programs are of the 64-bit class. This machine's own are: the pipeline runs on x86_64.</summary>
    public bool Is64Bit => Architecture is null or "x86_64";

    /// <summary>The program that plays its processor, by the name that distributions give it.</summary>
    public string Emulator => Is64Bit ? "qemu-x86_64-static" : "qemu-i386-static";
}
