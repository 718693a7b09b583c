using System.Text;
using Dom0Iptables.Failures;
using Dom0Iptables.Patching;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;

namespace Dom0Iptables.Packaging;

/// <summary>The RPM spec of a recipe: read by rpm itself, held against the recipe, and laid out for rpmbuild.</summary>
public static class RpmSpec
{
    /// <summary>
    /// Refuses a spec that has drifted from its recipe. It is what a second person rebuilds the package from, so the
    /// release, the archive and the patches in it must be those that were built.
    /// </summary>
    /// <param name="recipe">The recipe, which names the spec.</param>
    /// <param name="series">The patches that were applied.</param>
    /// <param name="sandbox">Where rpmspec is run: a spec can run programs when it is read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">rpm cannot read the spec, or it says something else (<see cref="ExitCode.Recipe"/>).</exception>
    public static async Task RefuseDriftAsync(Recipe recipe, PatchSeries series, BuildSandbox sandbox, CancellationToken cancellationToken)
    {
        const string format = @"name %{NAME}\nversion %{VERSION}\n[source %{SOURCE}\n][patch %{PATCH}\n]";
        var said = await QueryAsync(recipe.SpecPath, format, sandbox, cancellationToken);
        Compare(recipe, "release", $"{recipe.Name} {recipe.Version}", $"{string.Join(", ", said["name"])} {string.Join(", ", said["version"])}");
        Compare(recipe, "source", recipe.Source.FileName, string.Join(", ", said["source"]));

        // rpm lists the patches from the last to the first.
        Compare(recipe, "patches", string.Join(", ", series.Files.Select(Path.GetFileName)), string.Join(", ", said["patch"].Order(StringComparer.Ordinal)));
    }

    /// <summary>What rpm reads in a spec of its source package.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="format">rpm's query format, of lines that begin with a word each.</param>
    /// <param name="sandbox">Where rpmspec is run: a spec can run programs when it is read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>By the first word of each line the rest of it.</returns>
    /// <exception cref="PipelineException">rpm cannot read the spec (<see cref="ExitCode.Recipe"/>).</exception>
    public static async Task<ILookup<string, string>> QueryAsync(string spec, string format, BuildSandbox sandbox, CancellationToken cancellationToken)
    {
        // rpm expands macros in the path it is given: that of the folder, which is the user's, must not be part of it.
        var specs = sandbox.Lend(Path.GetDirectoryName(spec)!, "specs");
        var query = sandbox.In(specs.Here, specs.There, Command.Of("rpmspec", "-q", "--srpm", "--qf", format, "./" + Path.GetFileName(spec)), specs);
        var outcome = await ProcessRunner.CaptureAsync("Rpm", query, cancellationToken);
        return outcome.Succeeded
            ? outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(line => line.Split(' ')[0], line => line.Split(' ', 2) is [_, var rest] ? rest : "")
            : throw new PipelineException(ExitCode.Recipe, "Rpm", $"rpm cannot read {spec}: {outcome.StandardError.Trim()}", "mend the spec", query.ToString(), outcome.ExitCode);
    }

    /// <summary>Copies the spec, with the user's own flags as its first lines where there are any.</summary>
    /// <param name="recipe">The recipe, which names the spec.</param>
    /// <param name="folder">The folder it is copied to.</param>
    /// <param name="cflags">CFLAGS instead of the spec's, or null.</param>
    /// <param name="cxxflags">CXXFLAGS instead of the spec's, or null.</param>
    /// <returns>The copy's full path.</returns>
    public static string CopyTo(Recipe recipe, string folder, string? cflags, string? cxxflags)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        Define(text, "cflags", cflags);
        Define(text, "cxxflags", cxxflags);
        var path = Path.Combine(folder, Path.GetFileName(recipe.SpecPath));
        File.WriteAllText(path, text.Append(File.ReadAllText(recipe.SpecPath)).ToString());
        return path;
    }

    /// <summary>A text as rpm takes it literally.</summary>
    public static string Literal(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    private static void Define(StringBuilder text, string macro, string? value)
    {
        if (value is not null)
        {
            text.Append($"%define {macro} {(value.Length == 0 ? "%{nil}" : Literal(value))}\n");
        }
    }

    private static void Compare(Recipe recipe, string what, string expected, string found)
    {
        if (expected != found)
        {
            throw new PipelineException(
                ExitCode.Recipe,
                "Rpm",
                $"recipe {recipe.Id} and its spec disagree on the {what}: the recipe has '{expected}', the spec '{found}'",
                $"bring {recipe.SpecPath} and the recipe together");
        }
    }
}
