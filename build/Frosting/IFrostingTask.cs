using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task as the host sees it. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/>.</summary>
public interface IFrostingTask
{
    /// <summary>Shown when <see cref="ShouldRun"/> says no.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task is to run. A target that says no ends the run as failed.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Is called when the work threw. Unless it throws, the failure counts as dealt with and the run goes on.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Is called last, whether the work threw or not.</summary>
    void Finally(ICakeContext context);
}
