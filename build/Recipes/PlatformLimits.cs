namespace Dom0Iptables.Recipes;

/// <summary>What the gates hold a platform's packages against. What is null is this machine's own, or not looked at.</summary>
/// <param name="Loader">The full path of the file on the platform's dynamic loader.</param>
/// <param name="Base">The full path of the table of the platform's base system.</param>
/// <param name="Rpm">The full path of the file on what the platform's rpm reads.</param>
/// <param name="Rpmlint">The full path of what rpmlint is not to complain of.</param>
/// <param name="Kernel">The platform's kernel.</param>
/// <param name="Instructions">Its processor, as the assembler's -march= names it ("pentiumiii").</param>
/// <param name="Processor">Its processor, as QEMU's -cpu names it ("pentium3").</param>
public sealed record PlatformLimits(string? Loader, string? Base, string? Rpm, string? Rpmlint, Version? Kernel, string? Instructions, string? Processor)
{
    /// <summary>No limits: this machine's own.</summary>
    public static PlatformLimits None { get; } = new(null, null, null, null, null, null, null);
}
