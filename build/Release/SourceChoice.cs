using System.Text.Json;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sources;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Release;

/// <summary>Decides which recipe is built: the one asked for, or its fallback where its source cannot be reached.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="layout">Where the folders are.</param>
/// <param name="catalogue">The recipes.</param>
/// <param name="locks">Keeps other runs out of the workspace.</param>
/// <param name="reporter">Told loudly of a fallback.</param>
public sealed class SourceChoice(BuildOptions options, ProjectLayout layout, Catalogue catalogue, WorkspaceLocks locks, IReporter reporter)
{
    private readonly Workspace workspace = layout.Workspace(options.Recipe, options.Platform);

    /// <summary>Fetches and verifies the archive, and leaves word of it for the steps that follow.</summary>
    /// <exception cref="PipelineException">No source can be reached and no fallback is allowed, or what was found is not right.</exception>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        locks.Take(workspace);
        File.Delete(workspace.FetchRecord);
        var recipe = catalogue.Recipe(options.Recipe);
        using var fetcher = new SourceFetcher(reporter);
        ChosenSource chosen;
        try
        {
            chosen = new ChosenSource(recipe.Id, await fetcher.FetchAsync(Request(recipe), cancellationToken));
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.SourceUnavailable && options is { AllowFallback: true, Source: null } && recipe.Fallback is not null)
        {
            reporter.Warning($"No source of {recipe.Name} {recipe.Version} can be reached: building {recipe.Fallback} instead, because of --allow-fallback.");
            reporter.Detail(exception.Problem);
            var fallback = catalogue.Recipe(recipe.Fallback);
            chosen = new ChosenSource(fallback.Id, await fetcher.FetchAsync(Request(fallback), cancellationToken));
        }

        reporter.Line($"Source: {chosen.Source.FileName}, {chosen.Source.Size} bytes, {string.Join(", ", chosen.Source.Proof.Statements)}");
        File.WriteAllText(workspace.FetchRecord + ".partial", JsonSerializer.Serialize(chosen));
        File.Move(workspace.FetchRecord + ".partial", workspace.FetchRecord, overwrite: true);
    }

    /// <summary>What Fetch left, in this run or an earlier one.</summary>
    /// <param name="step">Who asks.</param>
    /// <exception cref="PipelineException">Fetch has left nothing that can be used (<see cref="ExitCode.StepOrder"/>).</exception>
    public ChosenSource Read(string step)
    {
        ChosenSource? chosen = null;
        try
        {
            chosen = JsonSerializer.Deserialize<ChosenSource>(File.ReadAllText(workspace.FetchRecord));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // Absent or damaged: the same to whoever needs it.
        }

        return chosen is not null && File.Exists(chosen.Source.Path)
            ? chosen
            : throw new PipelineException(
                ExitCode.StepOrder,
                step,
                chosen is null ? "Fetch has not left a source here" : $"the source that Fetch left is gone: {chosen.Source.Path}",
                $"run ./build.sh --target={step} without --exclusive, which runs Fetch first");
    }

    private SourceRequest Request(Recipe recipe) => new()
    {
        Recipe = recipe.Source,
        Given = options.Source,
        GivenSha256 = options.SourceSha256,
        Signature = options.Signature,
        Keyring = options.Keyring,
        ProjectFolder = layout.Top,
        SourcesFolder = layout.Sources,
        CacheFolder = layout.Cache,
        WorkFolder = workspace.FetchScratch,
        FallbackAdvice = recipe.Fallback is null ? null : $"--allow-fallback, which builds {recipe.Fallback} instead",
    };
}
