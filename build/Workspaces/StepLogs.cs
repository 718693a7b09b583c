namespace Dom0Iptables.Workspaces;

/// <summary>The logs of the steps.</summary>
/// <param name="Folder">The folder they lie in.</param>
public sealed record StepLogs(string Folder)
{
    /// <summary>All of make's stderr, and nothing else.</summary>
    public string ErrorLog => Path.Combine(Folder, "error.log");

    /// <summary>The log of one step.</summary>
    /// <param name="step">The step's name ("Make").</param>
    public string Of(string step) => Path.Combine(Folder, step.ToLowerInvariant() + ".log");

    /// <summary>The logs that are there of the parts of a step ("RehearseXen-first").</summary>
    /// <param name="step">The step's name ("RehearseXen").</param>
    public IEnumerable<string> OfParts(string step) => Directory.EnumerateFiles(Folder, step.ToLowerInvariant() + "-*.log");
}
