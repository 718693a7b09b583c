using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that awaits, and needs nothing but Cake's own context.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>;
