using System.Globalization;
using Dom0Iptables.Archives;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Packaging;

/// <summary>
/// Packs what dom0 receives beside the release. It bears the day of its own last change, so that it is the same package
/// with whichever release it goes.
/// </summary>
/// <param name="recipe">What is packed.</param>
/// <param name="rpmbuild">Runs rpmbuild.</param>
/// <param name="sandbox">Where rpmbuild is run for the release.</param>
/// <param name="requestedEpoch">The time that everything is to bear, where the operator named one.</param>
public sealed class Dom0Rpm(Dom0Recipe recipe, RpmbuildRun rpmbuild, BuildSandbox sandbox, DateTimeOffset? requestedEpoch)
{
    /// <summary>Packs it.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="top">rpmbuild's _topdir.</param>
    /// <param name="mode">What rpmbuild makes: -bb or -bs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">rpmbuild failed (<see cref="ExitCode.Packaging"/>), or rpm cannot read the spec (<see cref="ExitCode.Recipe"/>).</exception>
    public async Task PackAsync(string step, string top, string mode, CancellationToken cancellationToken)
    {
        var facts = await RpmSpec.QueryAsync(recipe.SpecPath, "name %{NAME}\\nversion %{VERSION}\\nchanged [%{CHANGELOGTIME} ]\\nsource %{SOURCE}\\n", sandbox, cancellationToken);
        var changed = long.Parse(facts["changed"].Single().Split(' ')[0], CultureInfo.InvariantCulture);
        var own = sandbox with { Epoch = requestedEpoch ?? DateTimeOffset.FromUnixTimeSeconds(changed) };
        var name = $"{facts["name"].Single()}-{facts["version"].Single()}";
        var archive = Path.Combine(top, "SOURCES", name + ".tar.bz2");
        if (facts["source"].Single() != Path.GetFileName(archive))
        {
            throw new PipelineException(ExitCode.Recipe, step, $"{recipe.SpecPath} wants {facts["source"].Single()}; its files are packed as {Path.GetFileName(archive)}", "name that archive as its Source0");
        }

        TreeArchiveWriter.Write(recipe.FilesFolder, name, archive, own.Epoch, cancellationToken);
        var spec = Path.Combine(Directory.CreateDirectory(Path.Combine(top, "SPECS")).FullName, Path.GetFileName(recipe.SpecPath));
        File.Copy(recipe.SpecPath, spec);
        RpmBuild.MakePlain([archive, spec], own.Epoch);

        // A source package bears the spec with its macros expanded, and so the name of the folder it was made in.
        await rpmbuild.RunAsync(step, top, own, recipe.SpecPath, [mode, .. RpmbuildRun.Define("_topdir", mode == "-bs" ? "." : sandbox.PathOf(top)), Path.GetRelativePath(top, spec)], [], cancellationToken);
    }
}
