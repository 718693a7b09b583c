using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Patching;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Packaging;

/// <summary>Makes the RPMs and the source RPM of a recipe with rpmbuild.</summary>
/// <param name="recipe">What is packed.</param>
/// <param name="platform">What it is packed for.</param>
/// <param name="cflags">The user's CFLAGS, or null for the platform's.</param>
/// <param name="cxxflags">The user's CXXFLAGS, or null for the platform's.</param>
/// <param name="environment">The environment of rpmbuild.</param>
/// <param name="logs">The logs.</param>
public sealed class RpmBuild(Recipe recipe, Platform platform, string? cflags, string? cxxflags, BuildEnvironment environment, StepLogs logs)
{
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
        await RunAsync(
            step,
            partial,
            ["-bb", .. Define("_topdir", partial), .. Target(), .. Define("staged_root", staged), .. Define("built_tree", builtTree), spec],
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
        foreach (var file in Directory.EnumerateFiles(sources).Append(spec))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            File.SetLastWriteTimeUtc(file, environment.Epoch.UtcDateTime);
        }

        // A source package bears the spec with its macros expanded, and so the name of the folder it was made in.
        await RunAsync(step, partial, ["-bs", .. Define("_topdir", "."), .. Target(), Path.GetRelativePath(partial, spec)], cancellationToken);
        Finish(partial, top, "BUILD", "BUILDROOT", "SOURCES", "RPMS");
    }

    /// <summary>The packages below a folder, sorted by name.</summary>
    public static ImmutableArray<string> PackagesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.rpm", SearchOption.AllDirectories).OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    private async Task RunAsync(string step, string top, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        var log = logs.Of(step);
        File.Delete(log);
        var command = environment.In(top, new Command("rpmbuild",
        [
            // The same inputs give the same bytes: neither this machine's name nor its clock goes into a package.
            // https://reproducible-builds.org/docs/source-date-epoch/; the macros are rpm's own, since 4.14.
            .. Define("_buildhost", "reproducible"),
            .. Define("use_source_date_epoch_as_buildtime", "1"),
            .. Define("clamp_mtime_to_source_date_epoch", "1"),
            .. Define("source_date_epoch_from_changelog", "0"),

            // A source package would bear the name of the user who made it.
            .. Define("_srcdefattr", "(-,root,root)"),
            .. platform.RpmMacros.SelectMany(macro => ImmutableArray.Create("--define", macro)),
            .. arguments,
        ]));
        var outcome = await ProcessRunner.LogAsync(step, command, log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            if (StorageFault.Of(top, log) is { } fault)
            {
                throw new PipelineException(ExitCode.Storage, step, fault, "make room, or make the place writable, and run the same command again: it goes on from here", command.ToString(), outcome.ExitCode, log);
            }

            var error = File.ReadLines(log).FirstOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal));
            throw new PipelineException(
                ExitCode.Packaging,
                step,
                error is null ? "rpmbuild failed" : $"rpmbuild failed: {error["error:".Length..].Trim()}",
                $"see the log; the spec is {recipe.SpecPath}",
                command.ToString(),
                outcome.ExitCode,
                log);
        }
    }

    private static void Finish(string partial, string top, params ImmutableArray<string> scratch)
    {
        foreach (var folder in scratch)
        {
            TreeCopy.Remove(Path.Combine(partial, folder));
        }

        TreeCopy.MoveIn(partial, top);
    }

    private ImmutableArray<string> Target() => platform.Architecture is null ? [] : ["--target", platform.Architecture];

    private static ImmutableArray<string> Define(string macro, string value) => ["--define", $"{macro} {RpmSpec.Literal(value)}"];
}
