using System.Globalization;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Packaging;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;

namespace Dom0Iptables.Reproducing;

/// <summary>Finds out what has to be built to have somebody's artifacts again.</summary>
/// <param name="catalogue">The project's recipes and platforms.</param>
/// <param name="options">What the operator says where the artifacts do not.</param>
public sealed class VerificationOrder(Catalogue catalogue, BuildOptions options)
{
    /// <summary>Reads it in their manifest or, where there is none, in their source packages.</summary>
    /// <param name="given">The artifacts.</param>
    /// <param name="sourcePackages">Their source packages.</param>
    /// <exception cref="PipelineException">The project has no such recipe or platform (<see cref="ExitCode.Reproduction"/>).</exception>
    public (Recipe Recipe, Platform Platform, RebuildOrder Order) Of(GivenArtifacts given, RpmPackage[] sourcePackages)
    {
        var recipe = RecipeOf(given, sourcePackages);
        var platform = Known(() => catalogue.Platform(given.Manifest?.Platform ?? options.Platform));
        return (recipe, platform, OrderOf(given, recipe, platform));
    }

    private Recipe RecipeOf(GivenArtifacts given, RpmPackage[] packages)
    {
        if (given.Manifest is { } manifest)
        {
            return Known(() => catalogue.Recipe(manifest.Recipe));
        }

        return catalogue.Recipes.Select(catalogue.Recipe).FirstOrDefault(recipe => packages.Any(package => package.Name == recipe.Name && package.Text("Version") == recipe.Version))
            ?? throw new PipelineException(ExitCode.Reproduction, Verification.Step, $"no recipe builds any of {string.Join(", ", packages.Select(package => package.FileName))}", "take the state of this project that they were built by");
    }

    // A name in somebody's manifest is not an option of the operator's.
    private T Known<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.Usage)
        {
            throw new PipelineException(ExitCode.Reproduction, Verification.Step, $"{options.Against}: {exception.Problem}", "take the state of this project that they were built by", innerException: exception);
        }
    }

    private RebuildOrder OrderOf(GivenArtifacts given, Recipe recipe, Platform platform)
    {
        var stamp = SourceDateEpoch.Of(null, recipe.Released).ToString("yyMMdd", CultureInfo.InvariantCulture);
        var archive = $"{recipe.Name}-{recipe.Version}-";
        var archives = given.Manifest?.Artifacts.Select(artifact => artifact.File) ?? Directory.EnumerateFiles(given.Folder).Select(file => Path.GetFileName(file)!);
        if (archives.FirstOrDefault(file => file.StartsWith(archive, StringComparison.Ordinal) && file.EndsWith(".tar.bz2", StringComparison.Ordinal)) is { } name)
        {
            stamp = name[archive.Length..^".tar.bz2".Length];
        }

        var order = new RebuildOrder(recipe.Id, platform.Id, options.Source, options.SourceSha256, options.Signature, options.Keyring, options.CFlags, options.CxxFlags, stamp, null, AllowsFallback: false, !options.NoSandbox, options.StepLimit);
        return given.Manifest is not { } manifest ? order : order with
        {
            Recipe = manifest.RequestedRecipe,
            ArchiveSha256 = manifest.Source.IsRecipes ? null : manifest.Source.Sha256,
            CFlags = Flags("CFLAGS=", platform.CFlags),
            CxxFlags = Flags("CXXFLAGS=", platform.CxxFlags),
            RequestedEpoch = manifest.SourceDateEpoch == SourceDateEpoch.Of(null, recipe.Released).ToUnixTimeSeconds() ? null : DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(manifest.SourceDateEpoch, 0, uint.MaxValue)),
            AllowsFallback = manifest.RequestedRecipe != manifest.Recipe,
            IsConfined = manifest.Sandbox != "none" && !options.NoSandbox,
        };

        string? Flags(string prefix, string own) =>
            (manifest.ConfigureArguments.FirstOrDefault(argument => argument.StartsWith(prefix, StringComparison.Ordinal)) ?? prefix)[prefix.Length..] is var flags && flags == own ? null : flags;
    }
}
