using Cake.Core;

namespace Cake.Frosting;

/// <summary>What is done before each task.</summary>
public interface IFrostingTaskSetup
{
    /// <summary>Runs before each task. When it throws the task does not run, but the task teardown does.</summary>
    void Setup(ICakeContext context, ITaskSetupContext info);
}
