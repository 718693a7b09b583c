using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that awaits, with a context of its own type. Only the members that are overridden are registered with the engine.</summary>
/// <typeparam name="T">The context's type; the task is left out, with a warning, where the run's context is not one.</typeparam>
public abstract class AsyncFrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Does the work.</summary>
    public virtual Task RunAsync(T context) => Task.CompletedTask;

    /// <summary>Whether the task is to run. A target that says no ends the run as failed.</summary>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Is called when the work threw. Unless it throws, the failure counts as dealt with and the run goes on.</summary>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Is called last, whether the work threw or not.</summary>
    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context) => RunAsync((T)context);

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun((T)context);

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, (T)context);

    void IFrostingTask.Finally(ICakeContext context) => Finally((T)context);
}
