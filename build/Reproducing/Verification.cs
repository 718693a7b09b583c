using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.HtmlReport;
using Dom0Iptables.Journal;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Provenance;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;
using Dom0Iptables.Reporting;
using Dom0Iptables.Signing;
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

    // What goes with artifacts and no source gives: logs, reports of a run, signatures and keys.
    private static readonly ImmutableHashSet<string> Companions = ["error.log", RunRecord.FileName, "rehearsal.json", ReportWriter.FileName, ArtifactSigner.PublicKeyName, ArtifactSigner.PackageKeyName];

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
        var recipe = RecipeOf(given, packages);
        var platform = Known(() => catalogue.Platform(given.Manifest?.Platform ?? options.Platform));
        var order = OrderOf(given, recipe, platform);

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
            await CompareAsync(built, given, cancellationToken),
            [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Where(file => !File.Exists(Path.Combine(built, file)) && Path.GetExtension(file) != ".rpm").Order(StringComparer.Ordinal)]);
        HandoverFile.WriteJson(Path.Combine(workspace.Folder, VerificationReport.FileName), report);
        if (ExpectedStatements.IsCompiledElsewhere(given.Manifest))
        {
            reporter.Line($"{Step}: other machines have compiled them ({Printable.Name(given.Manifest!.Sandbox)}); here it was this one");
        }

        Show(report);
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

    private Recipe RecipeOf(GivenArtifacts given, RpmPackage[] packages)
    {
        if (given.Manifest is { } manifest)
        {
            return Known(() => catalogue.Recipe(manifest.Recipe));
        }

        return catalogue.Recipes.Select(catalogue.Recipe).FirstOrDefault(recipe => packages.Any(package => package.Name == recipe.Name && package.Text("Version") == recipe.Version))
            ?? throw new PipelineException(ExitCode.Reproduction, Step, $"no recipe builds any of {string.Join(", ", packages.Select(package => package.FileName))}", "take the state of this project that they were built by");
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
            throw new PipelineException(ExitCode.Reproduction, Step, $"{options.Against}: {exception.Problem}", "take the state of this project that they were built by", innerException: exception);
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

    private async Task<ImmutableArray<ArtifactVerdict>> CompareAsync(string built, GivenArtifacts given, CancellationToken cancellationToken)
    {
        var comparison = new ArtifactComparison(Step, Path.Combine(Scratch, "compared"), environment);
        var expected = Directory.CreateDirectory(Path.Combine(Scratch, "expected")).FullName;
        var verdicts = ImmutableArray.CreateBuilder<ArtifactVerdict>();
        var names = Directory.EnumerateFiles(built).Concat(Directory.EnumerateFiles(given.Folder, "*.rpm")).Select(file => Path.GetFileName(file)!).Where(name => name != HandoverFile.Sums).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToLookup(IsStatement);
        foreach (var name in names[false])
        {
            verdicts.Add(await comparison.CompareAsync(Path.Combine(built, name), given.Of(name), cancellationToken));
        }

        ExpectedStatements.Write(built, given.Folder, given.Manifest, verdicts.Where(verdict => verdict.Outcome == ArtifactOutcome.SameButSigned).Select(verdict => verdict.File).ToHashSet(StringComparer.Ordinal), expected);
        foreach (var name in names[true])
        {
            verdicts.Add(await comparison.CompareAsync(Path.Combine(expected, name), given.Of(name), cancellationToken));
        }

        ImmutableArray<string> falseSums = File.Exists(given.Of(HandoverFile.Sums)) ? [.. ExpectedStatements.FalseSums(given.Folder, names.SelectMany(name => name))] : [];
        verdicts.Add(new ArtifactVerdict(HandoverFile.Sums, !File.Exists(given.Of(HandoverFile.Sums)) ? ArtifactOutcome.Missing : falseSums.IsEmpty ? ArtifactOutcome.Same : ArtifactOutcome.Differs, falseSums));
        return verdicts.ToImmutable();
    }

    // They name the checksums of the packages as they are, signed or not, and which walls there were.
    private static bool IsStatement(string name) => name is SpdxDocument.FileName or SlsaStatement.FileName or HandoverFile.Manifest;

    private static ImmutableArray<string> OtherTools(Manifest? given, string built)
    {
        var here = HandoverFile.ReadJson<Manifest>(built).Tools;
        return given is null ? [] : [.. here.Where(tool => given.Tools.GetValueOrDefault(tool.Key) != tool.Value).Select(tool => $"{given.Tools.GetValueOrDefault(tool.Key, "no " + tool.Key)}, here {tool.Value}")];
    }

    private void Show(VerificationReport report)
    {
        IEnumerable<string> lines =
        [
            .. TextTable.Of(reporter.Width, ["artifact", "verdict"], report.Artifacts.Select(artifact => (string[])[Printable.Name(artifact.File), artifact.Outcome == ArtifactOutcome.Missing ? "not there to be compared" : ReproductionTable.Outcome(artifact)])),
            .. ReproductionTable.Differences("what the source gives | given", report.Artifacts),
        ];
        foreach (var line in lines)
        {
            reporter.Line(line);
        }

        var others = report.NotCompared.Where(file => !Companions.Contains(file) && !file.EndsWith(ArtifactSigner.SignatureSuffix, StringComparison.Ordinal)).ToList();
        if (others.Count > 0)
        {
            reporter.Warning($"Not looked at, for no build gives it: {string.Join(", ", others.Select(Printable.Name))}");
        }

        if (report.IsSame)
        {
            reporter.Line($"{Step}: {report.Compared.Count()} artifacts are what their source gives{(report.Compared.Any(artifact => artifact.Outcome == ArtifactOutcome.SameButSigned) ? "; who signed them is for gpgv to say" : "")}");
        }
    }
}
