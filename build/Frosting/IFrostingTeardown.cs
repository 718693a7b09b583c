using Cake.Core;

namespace Cake.Frosting;

/// <summary>What is done once, after the last task.</summary>
public interface IFrostingTeardown
{
    /// <summary>Runs after the last task, or after the failure that ended the run, which <paramref name="info"/> then holds.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}
