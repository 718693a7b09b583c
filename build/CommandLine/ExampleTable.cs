using System.Collections.Immutable;

namespace Dom0Iptables.CommandLine;

/// <summary>The command lines that most people want first; each task has an example of its own beside them.</summary>
public static class ExampleTable
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<UsageExample> All { get; } =
    [
        new("--allow-fallback", "build what can be had"),
        new("--source=/tmp/iptables-1.4.8.tar.bz2", "build an archive that you have"),
        new("--recipe=iptables-1.8.9 --platform=native", "another release, for this machine"),
        new("--target=Gate --rpm=some.rpm", "would el5-i686 run this package?"),
        new("--target=Doctor", "what this machine lacks"),
        new("--target=Test", "all tests"),
    ];
}
