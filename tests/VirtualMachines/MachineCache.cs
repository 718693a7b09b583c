using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.VirtualMachines;

/// <summary>The user's own cache of Debian's packages: seventy megabytes are not downloaded for each test.</summary>
internal static class MachineCache
{
    public static string Folder { get; } = ProjectLayout.Find().DebianPackages;
}
