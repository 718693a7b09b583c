using Cake.Core;

namespace Cake.Frosting;

/// <summary>What is done once, before the first task.</summary>
public interface IFrostingSetup
{
    /// <summary>Runs before the first task. When it throws no task runs, but the teardown does.</summary>
    void Setup(ICakeContext context, ISetupContext info);
}
