using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Recipes;

/// <summary>Finds and reads the data files by their names.</summary>
/// <param name="projectFolder">The project's top folder, which holds recipes/ and platforms/.</param>
public sealed class Catalogue(string projectFolder)
{
    // Beside a run's own folder lie one of its last failure and one that is being made; beside those of the recipes others.
    private const string Evidence = ".failed";
    private const string Partial = ".partial";
    private static readonly ImmutableArray<string> OwnFolders = ["given", "tests", "verified", "provisioning.log"];

    /// <summary>The names of the recipes that there are.</summary>
    public ImmutableArray<string> Recipes => Names("recipes");

    /// <summary>The names of the platforms that there are.</summary>
    public ImmutableArray<string> Platforms => Names("platforms");

    /// <summary>Reads a recipe.</summary>
    /// <param name="id">Its name ("iptables-1.4.8").</param>
    /// <exception cref="PipelineException">There is none of that name, or it is wrong.</exception>
    public Recipe Recipe(string id) => RecipeReader.Read(PathOf("recipes", "recipe", id, Recipes), projectFolder);

    /// <summary>Reads a platform.</summary>
    /// <param name="id">Its name ("el5-i686").</param>
    /// <exception cref="PipelineException">There is none of that name, or it is wrong.</exception>
    public Platform Platform(string id) => PlatformReader.Read(PathOf("platforms", "platform", id, Platforms));

    private ImmutableArray<string> Names(string folder)
    {
        var path = Path.Combine(projectFolder, folder);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.toml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)]
            : [];
    }

    // Only a name that the folder lists is made part of a path, and only one that leads nowhere else: a file "...toml"
    // has the name "..".
    private string PathOf(string folder, string kind, string id, ImmutableArray<string> known)
    {
        if (!known.Contains(id))
        {
            throw new PipelineException(
                ExitCode.Usage,
                "Options",
                $"there is no {kind} '{Printable.Name(id)}'{NearestName.Suggest(id, known.Where(PlainName.IsPlain))}",
                $"name one of the files in {folder}/, without .toml");
        }

        var path = Path.Combine(projectFolder, folder, id + ".toml");
        var complaint = !PlainName.IsPlain(id) ? $"the name of a {kind} must be of {PlainName.Allowed}"
            : id.EndsWith(Evidence, StringComparison.Ordinal) || id.EndsWith(Partial, StringComparison.Ordinal) || OwnFolders.Contains(id) ? $"no {kind} can have this name: the pipeline keeps things of its own under it"
            : null;
        return complaint is null ? path : throw new PipelineException(ExitCode.Recipe, "Recipe", $"'{Printable.Name(path)}': {complaint}", $"give the file in {folder}/ another name");
    }
}
