using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Journal;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sources;
using Dom0Iptables.Text;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>
/// Builds somebody's artifacts again, from their source packages or from what their manifest names, in a clone of the
/// project, and says whether they are what their source gives. What they were signed with is not part of that.
/// </summary>
/// <param name="project">The project.</param>
/// <param name="catalogue">Its recipes and platforms.</param>
/// <param name="options">What the operator says where the artifacts do not.</param>
/// <param name="workspace">Where it is done.</param>
/// <param name="reporter">Told what came of it.</param>
public sealed class Verification(ProjectLayout project, Catalogue catalogue, BuildOptions options, Workspace workspace, IReporter reporter)
{
    /// <summary>The step.</summary>
    public const string Step = "Verify";

    private readonly BuildEnvironment environment = new(workspace.Home, DateTimeOffset.UnixEpoch);

    private string Scratch => Path.Combine(workspace.Folder, "scratch");

    /// <summary>Does it. The report is left in the workspace.</summary>
    /// <param name="folder">The folder of the artifacts.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">They are not what their source gives, or it cannot be built (<see cref="ExitCode.Reproduction"/>).</exception>
    public async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var given = GivenArtifacts.Read(folder);
        TreeCopy.Remove(Scratch);
        Directory.CreateDirectory(Scratch);
        var packages = await Task.WhenAll(given.SourcePackages.Select(package => RpmPackage.ReadAsync(Step, package, environment, cancellationToken)));
        var (recipe, platform, order) = new VerificationOrder(catalogue, options).Of(given, packages);
        var clone = await ProjectClone.MakeAsync(Step, project, Path.Combine(workspace.Folder, "clone"), cancellationToken);
        var source = new GivenSource(project, clone, Scratch, environment);
        ImmutableArray<string> foreign = [];
        var from = "what the manifest names";
        foreach (var package in packages)
        {
            if (package.Name == recipe.Name)
            {
                (var archive, foreign) = await source.LayReleaseAsync(package, recipe, order, cancellationToken);
                order = order with { Archive = archive, ArchiveSha256 = order.ArchiveSha256 ?? (await IsRecipesAsync(recipe.Source, archive, cancellationToken) ? null : Fingerprint.OfFile(archive)) };
                from = "the source package";
            }
            else if (recipe.Dom0 is { } dom0)
            {
                foreign = foreign.AddRange(await source.LayDom0Async(package, dom0, cancellationToken));
            }
        }

        if (order.Archive is null && Path.Combine(project.Sources, recipe.Source.FileName) is var kept && File.Exists(kept))
        {
            File.Copy(kept, Path.Combine(clone.Folder, "sources", recipe.Source.FileName));
        }

        reporter.Line($"{Step}: building {recipe.Name} {recipe.Version} for {platform.Id} from {from}{(foreign.IsEmpty ? "" : $", which has of its own: {string.Join(", ", foreign.Select(Printable.Name))}")}");
        await BuildAsync(clone, order.LaidInto(clone, clone.Folder), cancellationToken);

        var built = clone.Layout.Workspace(recipe.Id, platform.Id).Assembled;
        var report = new VerificationReport(
            folder,
            recipe.Id,
            platform.Id,
            from,
            foreign,
            OtherTools(given.Manifest, Path.Combine(built, HandoverFile.Manifest)),
            await new GivenComparison(Scratch, environment).CompareAsync(built, given, cancellationToken),
            [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Where(file => !File.Exists(Path.Combine(built, file)) && Path.GetExtension(file) != ".rpm").Order(StringComparer.Ordinal)]);
        HandoverFile.WriteJson(Path.Combine(workspace.Folder, VerificationReport.FileName), report);
        if (ExpectedStatements.IsCompiledElsewhere(given.Manifest))
        {
            reporter.Line($"{Step}: other machines have compiled them ({Printable.Name(given.Manifest!.Sandbox)}); here it was this one");
        }

        foreach (var line in VerificationTable.Of(report, reporter.Width))
        {
            reporter.Line(line);
        }

        if (VerificationTable.NotLookedAt(report) is { } others)
        {
            reporter.Warning(others);
        }

        if (!report.IsSame)
        {
            await Diffoscope.ExplainAsync(Step, report.Artifacts, built, folder, Path.Combine(workspace.Folder, ReproductionReport.DifferencesFolder), "", environment, reporter, cancellationToken);
            throw Refused(report, built);
        }

        TreeCopy.Remove(clone.Folder);
        TreeCopy.Remove(Scratch);
    }

    private static PipelineException Refused(VerificationReport report, string built)
    {
        var differing = report.Compared.Where(artifact => !artifact.IsSame).Select(artifact => Printable.Name(artifact.File)).ToList();
        var problem = differing.Count == 0
            ? $"there is no package in {report.Given} to be compared"
            : $"{differing.Count} of {report.Compared.Count()} artifacts are not what their source gives here: {string.Join(", ", differing)}";
        return new PipelineException(
            ExitCode.Reproduction,
            Step,
            problem,
            report.OtherTools.IsEmpty
                ? $"do not install them; what their source gives is in {built}"
                : $"they were made by other tools ({string.Join("; ", report.OtherTools.Select(Printable.Line))}): verify them where there are the same ones; what their source gives here is in {built}");
    }

    private static async Task<bool> IsRecipesAsync(SourceRecipe recipe, string archive, CancellationToken cancellationToken) =>
        ExpectedArchive.OfRecipe(recipe).DifferencesFrom(await ArchiveFacts.MeasureAsync(archive, cancellationToken)).IsEmpty;

    private async Task BuildAsync(ProjectClone clone, RebuildOrder order, CancellationToken cancellationToken)
    {
        var variables = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(variable => (string)variable.Key != "SOURCE_DATE_EPOCH")
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))
            .Concat(order.RequestedEpoch is { } epoch ? [KeyValuePair.Create("SOURCE_DATE_EPOCH", epoch.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))] : []);
        var command = ProjectClone.Pipeline(project, clone.Folder, order.Arguments(options.Jobs)) with
        {
            WorkingDirectory = clone.Folder,
            Environment = variables.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var log = workspace.Logs.Of(Step);
        TreeCopy.Remove(workspace.Logs.Folder);
        var outcome = await ProcessRunner.LogAsync(Step, command, log, null, line => reporter.Progress($"{Step}: {line.Trim()}"), cancellationToken);
        if (!outcome.Succeeded)
        {
            // The operator's environment has no place in a message.
            throw ConditionedBuild.FailureOf(Step, "the build from their source", command with { Environment = null }, outcome, log);
        }
    }

    private static ImmutableArray<string> OtherTools(Manifest? given, string built)
    {
        var here = HandoverFile.ReadJson<Manifest>(built).Tools;
        return given is null ? [] : [.. here.Where(tool => given.Tools.GetValueOrDefault(tool.Key) != tool.Value).Select(tool => $"{given.Tools.GetValueOrDefault(tool.Key, "no " + tool.Key)}, here {tool.Value}")];
    }
}
