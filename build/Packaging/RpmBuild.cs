using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Patching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Packaging;

/// <summary>Makes the RPMs and the source RPM of a recipe with rpmbuild.</summary>
/// <param name="recipe">What is packed.</param>
/// <param name="platform">What it is packed for.</param>
/// <param name="cflags">The user's CFLAGS, or null for the platform's.</param>
/// <param name="cxxflags">The user's CXXFLAGS, or null for the platform's.</param>
/// <param name="sandbox">Where rpmbuild is run.</param>
/// <param name="environment">The environment of what reads the packages.</param>
/// <param name="requestedEpoch">The time that everything is to bear, where the operator named one.</param>
/// <param name="logs">The logs.</param>
public sealed class RpmBuild(Recipe recipe, Platform platform, string? cflags, string? cxxflags, BuildSandbox sandbox, BuildEnvironment environment, DateTimeOffset? requestedEpoch, StepLogs logs)
{
    private readonly RpmbuildRun rpmbuild = new(platform, logs);

    /// <summary>Wraps what was staged into binary packages, without building it again.</summary>
    /// <param name="staged">The staged root.</param>
    /// <param name="builtTree">The built tree, for the release's own documents.</param>
    /// <param name="top">rpmbuild's _topdir; there whole or not at all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">rpmbuild failed, or the packages do not hold what was staged (<see cref="ExitCode.Packaging"/>).</exception>
    public async Task WrapAsync(string staged, string builtTree, string top, CancellationToken cancellationToken)
    {
        const string step = "Rpm";
        var partial = top + ".partial";
        TreeCopy.Remove(partial);
        var spec = RpmSpec.CopyTo(recipe, Path.Combine(partial, "SPECS"), cflags, cxxflags);
        File.Delete(logs.Of(step));
        await rpmbuild.RunAsync(
            step,
            partial,
            sandbox,
            recipe.SpecPath,
            ["-bb", .. RpmbuildRun.Define("_topdir", sandbox.PathOf(partial)), .. RpmbuildRun.Define("staged_root", sandbox.PathOf(staged)), .. RpmbuildRun.Define("built_tree", sandbox.PathOf(builtTree)), sandbox.PathOf(spec)],
            [SandboxMount.Readable(sandbox, staged), SandboxMount.Readable(sandbox, builtTree)],
            cancellationToken);

        var packages = PackagesOf(Path.Combine(partial, "RPMS"));
        var contents = await Task.WhenAll(packages.Select(package => RpmPackage.ReadAsync(step, package, environment, cancellationToken)));
        var complaints = StagedComparison.Complaints(contents, staged);
        if (complaints.Length > 0)
        {
            throw new PipelineException(
                ExitCode.Packaging,
                step,
                $"the packages do not hold what was staged: {string.Join("; ", complaints.Take(5))}{(complaints.Length > 5 ? $" and {complaints.Length - 5} more" : "")}",
                $"mend %install and %files in {recipe.SpecPath}",
                logPath: logs.Of(step));
        }

        await PackDom0Async(step, partial, "-bb", cancellationToken);
        Finish(partial, top, "BUILD", "BUILDROOT", "SOURCES", "SRPMS");
    }

    /// <summary>Makes the source package: the released archive, the patches and the spec.</summary>
    /// <param name="archive">The released archive.</param>
    /// <param name="series">The patches.</param>
    /// <param name="top">rpmbuild's _topdir; there whole or not at all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">rpmbuild failed (<see cref="ExitCode.Packaging"/>).</exception>
    public async Task PackSourceAsync(string archive, PatchSeries series, string top, CancellationToken cancellationToken)
    {
        const string step = "Srpm";
        var partial = top + ".partial";
        TreeCopy.Remove(partial);
        var sources = Path.Combine(partial, "SOURCES");
        Directory.CreateDirectory(sources);
        File.Copy(archive, Path.Combine(sources, recipe.Source.FileName));
        foreach (var patch in series.Files)
        {
            File.Copy(patch, Path.Combine(sources, Path.GetFileName(patch)));
        }

        var spec = RpmSpec.CopyTo(recipe, Path.Combine(partial, "SPECS"), cflags, cxxflags);
        MakePlain(Directory.EnumerateFiles(sources).Append(spec), sandbox.Epoch);

        // A source package bears the spec with its macros expanded, and so the name of the folder it was made in.
        File.Delete(logs.Of(step));
        await rpmbuild.RunAsync(step, partial, sandbox, recipe.SpecPath, ["-bs", .. RpmbuildRun.Define("_topdir", "."), Path.GetRelativePath(partial, spec)], [], cancellationToken);
        await PackDom0Async(step, partial, "-bs", cancellationToken);
        Finish(partial, top, "BUILD", "BUILDROOT", "SOURCES", "RPMS");
    }

    /// <summary>Gives files the mode and time that they have on every machine.</summary>
    internal static void MakePlain(IEnumerable<string> files, DateTimeOffset time)
    {
        foreach (var file in files)
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            File.SetLastWriteTimeUtc(file, time.UtcDateTime);
        }
    }

    /// <summary>The packages below a folder, sorted by name.</summary>
    public static ImmutableArray<string> PackagesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.rpm", SearchOption.AllDirectories).OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    private Task PackDom0Async(string step, string top, string mode, CancellationToken cancellationToken) =>
        recipe.Dom0 is { } dom0 ? new Dom0Rpm(dom0, rpmbuild, sandbox, requestedEpoch).PackAsync(step, top, mode, cancellationToken) : Task.CompletedTask;

    private static void Finish(string partial, string top, params ImmutableArray<string> scratch)
    {
        foreach (var folder in scratch)
        {
            TreeCopy.Remove(Path.Combine(partial, folder));
        }

        TreeCopy.MoveIn(partial, top);
    }
}
