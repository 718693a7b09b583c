using Cake.Core;
using Cake.Core.Diagnostics;

namespace Dom0Iptables.Running;

/// <summary>Takes the place of Cake's own headers and table: each step is reported by the pipeline, with what it came to.</summary>
public sealed class NoReport : ICakeReportPrinter
{
    /// <inheritdoc/>
    public void Write(CakeReport report)
    {
    }

    /// <inheritdoc/>
    public void WriteStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}
