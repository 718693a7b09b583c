using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>Every key that a platform may have.</summary>
public static class PlatformKeys
{
    /// <summary>All of them, in the order of a file.</summary>
    public static ImmutableArray<DataKey> All { get; } =
    [
        new("", "description", "text", true, "what it is, in one line"),
        new("", "architecture", "name", false, "rpm's --target; without it that of this machine"),
        new("", "cflags", "text", true, "CFLAGS"),
        new("", "cxxflags", "text", true, "CXXFLAGS"),
        new("", "c-library", "name", false, "a table of platforms/abi/: what its C library exports, which is all that programs are linked with; needs architecture and compiler.cc"),
        new("compiler", "", "table", false, "the compiler"),
        new("compiler", "cc", "text", false, "its name or full path, and its switches"),
        new("compiler", "switches", "list of texts", false, "what it is given on each call, apart from CFLAGS"),
        new("compiler", "configure-arguments", "list of texts", false, "what configure is given beside the recipe's arguments"),
        new("rpm", "", "table", false, "what rpmbuild is told"),
        new("rpm", "macros", "list of texts", false, "a macro and its value each"),
        new("limits", "", "table", false, "what the gates hold packages against; what is left out is not checked, and said so"),
        new("limits", "base", "name", false, "a file of platforms/base/: the packages of the base system, their files and programs"),
        new("limits", "rpm", "name", false, "a file of platforms/rpm/: what the platform's rpm reads"),
        new("limits", "rpmlint", "name", false, "a file of platforms/rpm/: what rpmlint may say, and why"),
        new("limits", "kernel", "version", false, "the newest kernel that an ABI note may ask for"),
        new("limits", "instructions", "name", false, "the processor, as the assembler's -march= names it"),
        new("limits", "processor", "name", false, "the processor, as QEMU's -cpu names it"),
    ];
}
