using System.Collections.Immutable;
using Dom0Iptables.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>A second clone of the project: what a build reads, and the compiled pipeline, without workspaces, sources or artifacts.</summary>
/// <param name="Folder">Its top folder.</param>
public sealed record ProjectClone(string Folder)
{
    private static readonly ImmutableArray<string> Parts = ["recipes", "platforms", "specs", "patches", "dom0", "keys"];

    /// <summary>The layout of it.</summary>
    public ProjectLayout Layout => new(Folder, Cache);

    /// <summary>A cache of its own.</summary>
    public string Cache => Path.Combine(Folder, "cache");

    /// <summary>Makes one; what was there before is gone.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="project">The project.</param>
    /// <param name="folder">The clone's top folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Failures.PipelineException">It cannot be written (<see cref="Failures.ExitCode.Storage"/>).</exception>
    public static async Task<ProjectClone> MakeAsync(string step, ProjectLayout project, string folder, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(folder);
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        foreach (var part in Parts.Select(part => Path.Combine(project.Top, part)).Append(PipelineFolder).Where(Directory.Exists))
        {
            await TreeCopy.ReplaceAsync(step, part, Path.Combine(folder, Path.GetRelativePath(project.Top, part)), cancellationToken);
        }

        File.Copy(Path.Combine(project.Top, "global.json"), Path.Combine(folder, "global.json"));
        return new ProjectClone(folder);
    }

    /// <summary>The command that runs the clone's pipeline.</summary>
    /// <param name="project">The project it is a clone of.</param>
    /// <param name="seenAt">Where the command sees the clone.</param>
    /// <param name="arguments">The pipeline's arguments.</param>
    public static Command Pipeline(ProjectLayout project, string seenAt, params IEnumerable<string> arguments)
    {
        var assembly = typeof(ProjectClone).Assembly.Location;
        return new Command(Environment.ProcessPath!, [Path.Combine(seenAt, Path.GetRelativePath(project.Top, assembly)), .. arguments]);
    }

    private static string PipelineFolder => Path.GetDirectoryName(typeof(ProjectClone).Assembly.Location)!;
}
