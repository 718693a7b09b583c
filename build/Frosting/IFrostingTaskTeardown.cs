using Cake.Core;

namespace Cake.Frosting;

/// <summary>What is done after each task.</summary>
public interface IFrostingTaskTeardown
{
    /// <summary>Runs after each task, failed or not; <paramref name="info"/> holds how long it took and what it threw.</summary>
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}
