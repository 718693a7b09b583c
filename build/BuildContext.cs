using System.Globalization;
using Cake.Core;
using Cake.Frosting;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Journal;
using Dom0Iptables.Launching;
using Dom0Iptables.Patching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;
using Dom0Iptables.Reporting;
using Dom0Iptables.Repository;
using Dom0Iptables.Reproducing;
using Dom0Iptables.Running;
using Dom0Iptables.Signing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables;

/// <summary>What was asked for, and the rooms that do it. Nothing in it is set after it was made.</summary>
public sealed class BuildContext : FrostingContext
{
    private readonly Catalogue catalogue;
    private readonly WorkspaceLocks locks;
    private readonly Toolchain toolchain;
    private readonly Lazy<ReleaseInputs> inputs;
    private readonly Lazy<ReleaseBuild> release;
    private readonly Lazy<ArtifactSigner?> signer;

    /// <summary>Made by the host.</summary>
    /// <exception cref="PipelineException">The recipe or platform is not there, or wrong.</exception>
    public BuildContext(
        ICakeContext context,
        BuildOptions options,
        ProjectLayout layout,
        Catalogue catalogue,
        IReporter reporter,
        Interruption interruption,
        RunOutcome outcome,
        RunPlan plan,
        WorkspaceLocks locks)
        : base(context)
    {
        this.catalogue = catalogue;
        this.locks = locks;
        Options = options;
        Layout = layout;
        Reporter = reporter;
        Cancellation = interruption.Token;
        Outcome = outcome;
        Plan = plan;
        try
        {
            RequestedRecipe = catalogue.Recipe(options.Recipe);
            Platform = catalogue.Platform(options.Platform);
        }
        catch (PipelineException exception)
        {
            outcome.Observe(exception);
            throw;
        }

        toolchain = new Toolchain(Platform.Cc ?? "gcc", new BuildEnvironment(layout.Workspace(options.Recipe, options.Platform).Home, SourceDateEpoch.Of(null, RequestedRecipe.Released)));
        Choice = new SourceChoice(options, layout, catalogue, locks, reporter);
        inputs = new Lazy<ReleaseInputs>(() => InputsOf(Choice.Read(Options.Targets[0]), catalogue));
        signer = new Lazy<ArtifactSigner?>(SignerOf);
        release = new Lazy<ReleaseBuild>(() =>
        {
            locks.Take(inputs.Value.Workspace);
            return new ReleaseBuild(inputs.Value, toolchain, signer.Value, new JournalRules(Options.From, Options.Force, Options.StepLimit), plan.Tasks, Reporter);
        });
    }

    /// <summary>The command line.</summary>
    public BuildOptions Options { get; }

    /// <summary>Where the folders are.</summary>
    public ProjectLayout Layout { get; }

    /// <summary>Who is told what happens.</summary>
    public IReporter Reporter { get; }

    /// <summary>Cancelled by SIGINT and SIGTERM.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Carries a failure to the exit code.</summary>
    public RunOutcome Outcome { get; }

    /// <summary>The tasks that are run.</summary>
    public RunPlan Plan { get; }

    /// <summary>The recipe that was asked for.</summary>
    public Recipe RequestedRecipe { get; }

    /// <summary>What is built for.</summary>
    public Platform Platform { get; }

    /// <summary>Fetches the source, and decides which recipe is built.</summary>
    public SourceChoice Choice { get; }

    /// <summary>The steps from the source to the artifacts. Asked for after Fetch.</summary>
    public ReleaseBuild Release => release.Value;

    /// <summary>Builds again what was built. Asked for after Fetch.</summary>
    public Reproduction Reproduction
    {
        get
        {
            locks.Take(inputs.Value.Workspace);
            return new Reproduction(Layout, inputs.Value, RebuildOrder.Of(inputs.Value, Options), Reporter);
        }
    }

    /// <summary>Builds from what somebody's artifacts say they are made of.</summary>
    public Verification Verification
    {
        get
        {
            var workspace = Layout.WorkspaceOfVerification;
            locks.Take(workspace);
            return new Verification(Layout, catalogue, Options, workspace, Reporter);
        }
    }

    /// <summary>The gates for packages that were given by hand.</summary>
    public GateRun GivenPackages
    {
        get
        {
            var workspace = Layout.WorkspaceOfGivenPackages(Platform.Id);
            locks.Take(workspace);
            return new GateRun(Platform, [.. catalogue.Recipes.Select(catalogue.Recipe)], new BuildEnvironment(workspace.Home, SourceDateEpoch.Of(null, RequestedRecipe.Released)), workspace.Gates, Reporter);
        }
    }

    /// <summary>Adds what was handed over to the platform's yum repository. Asked for after Default.</summary>
    public Task AddToRepositoryAsync()
    {
        // Of two recipes that are built at once, each would lose the other's packages.
        locks.Take(Layout.WorkspaceOfRepository(Platform.Id));
        return new YumRepository(Layout.RepositoryOf(Platform.Id), inputs.Value.Workspace.Logs.Of(YumRepository.Step), inputs.Value.Environment, signer.Value, Reporter).AddAsync(inputs.Value.Artifacts, inputs.Value.Epoch, Cancellation);
    }

    /// <summary>The recipe that is built, as far as it is known: the one asked for until Fetch has decided.</summary>
    public string RecipeInWork => inputs.IsValueCreated ? inputs.Value.Recipe.Id : Options.Recipe;

    /// <summary>Tries the keys that are to sign, and has their owner asked for a passphrase now, not at the end.</summary>
    /// <exception cref="PipelineException">One cannot be used (<see cref="ExitCode.Signing"/>).</exception>
    public Task TryKeysAsync() => signer.Value?.TryKeysAsync(Cancellation) ?? Task.CompletedTask;

    /// <summary>Asks the machine's programs, beside what follows, for what a whole run will want to know of them.</summary>
    public void AskAhead()
    {
        if (Plan.Tasks.Contains("Assemble"))
        {
            toolchain.AskAhead(Toolchain.All);
        }
    }

    /// <summary>Ends the steps that were begun before their turn, where something else has failed.</summary>
    public ValueTask EndStepsAheadAsync() => release.IsValueCreated ? release.Value.DisposeAsync() : ValueTask.CompletedTask;

    private ArtifactSigner? SignerOf()
    {
        if (Options.SigningKeys.IsEmpty)
        {
            return null;
        }

        var gpg = OperatorGpg.OfThisProcess();
        var keys = SigningKeys.ReadAsync(Options.SigningKeys, Platform, gpg, Cancellation).GetAwaiter().GetResult();
        var workspace = Layout.Workspace(Options.Recipe, Options.Platform);
        locks.Take(workspace);
        return new ArtifactSigner(keys, Platform, gpg, workspace.Signing, workspace.Logs.Of(ArtifactSigner.Step), Reporter);
    }

    private ReleaseInputs InputsOf(ChosenSource chosen, Catalogue catalogue)
    {
        var recipe = catalogue.Recipe(chosen.Recipe);
        var requestedEpoch = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        var epoch = SourceDateEpoch.Of(requestedEpoch, recipe.Released);
        return new ReleaseInputs(
            Options.Recipe,
            recipe,
            Platform,
            chosen.Source,
            PatchSeries.Read(recipe.PatchesFolder),
            Options.CFlags,
            Options.CxxFlags,
            Options.Jobs,
            Options.Stamp ?? epoch.ToString("yyMMdd", CultureInfo.InvariantCulture),
            epoch,
            SourceDateEpoch.Requested(requestedEpoch, recipe.Released),
            Layout.Workspace(recipe.Id, Platform.Id),
            Layout.ArtifactsOf(recipe.Id, Platform.Id),
            Layout.LinkLibraries,
            !Options.NoSandbox,
            Launcher.Of(Options.Launcher),
            Layout.CompilerCaches,
            Layout.DebianPackages);
    }
}
