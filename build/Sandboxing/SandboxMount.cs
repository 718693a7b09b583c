namespace Dom0Iptables.Sandboxing;

/// <summary>What a program in a sandbox sees of the machine.</summary>
/// <param name="Here">Where it is.</param>
/// <param name="There">Where the program sees it.</param>
/// <param name="IsWritable">Whether the program may change it.</param>
public sealed record SandboxMount(string Here, string There, bool IsWritable)
{
    /// <summary>A folder of the workspace that the program may write to.</summary>
    public static SandboxMount Writable(BuildSandbox sandbox, string folder) => new(folder, sandbox.PathOf(folder), true);

    /// <summary>A folder of the workspace that the program reads.</summary>
    public static SandboxMount Readable(BuildSandbox sandbox, string folder) => new(folder, sandbox.PathOf(folder), false);
}
