namespace Dom0Iptables.Tests;

/// <summary>The project itself, as the tests see it.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Top { get; } = Dom0Iptables.Workspaces.ProjectLayout.Find().Top;
}
