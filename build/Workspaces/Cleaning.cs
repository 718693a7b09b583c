using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Workspaces;

/// <summary>Removes what runs have made.</summary>
public static class Cleaning
{
    /// <summary>Removes the workspaces and artifacts, and says so.</summary>
    /// <param name="layout">Where they are.</param>
    /// <param name="cacheToo">whether the cache goes as well.</param>
    /// <param name="reporter">Told each folder that is removed.</param>
    /// <exception cref="PipelineException">Something cannot be removed (<see cref="ExitCode.Storage"/>).</exception>
    public static void Clean(ProjectLayout layout, bool cacheToo, IReporter reporter)
    {
        foreach (var folder in new[] { layout.Workspaces, layout.Artifacts }.Concat(cacheToo ? [layout.Cache] : []))
        {
            if (!Directory.Exists(folder))
            {
                reporter.Line($"Clean: nothing at {folder}");
                continue;
            }

            try
            {
                TreeCopy.Remove(folder);
                reporter.Line($"Clean: removed {folder}");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new PipelineException(ExitCode.Storage, "Clean", $"cannot remove {folder}: {exception.Message}", "run as the user who made it", innerException: exception);
            }
        }

        if (!cacheToo && Directory.Exists(layout.Cache))
        {
            reporter.Line($"Clean: kept the cache in {layout.Cache} (--cache removes them)");
        }
    }
}
