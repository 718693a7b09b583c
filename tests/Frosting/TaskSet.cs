using System.Reflection;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>An assembly that exports the given tasks and nothing else, so that a test has a graph of its own.</summary>
internal sealed class TaskSet(params Type[] tasks) : Assembly
{
    public override Type[] GetExportedTypes() => tasks;
}
