using Cake.Frosting;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>The one task that this assembly exports.</summary>
public sealed class ExportedSampleTask : FrostingTask;
