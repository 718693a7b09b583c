using System.Collections.Immutable;
using Dom0Iptables.Archives;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Handover;
using Dom0Iptables.Journal;
using Dom0Iptables.Launching;
using Dom0Iptables.Machine;
using Dom0Iptables.Packaging;
using Dom0Iptables.Patching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Signing;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Release;

/// <summary>
/// The steps from the source archive to the artifacts. Each says what it reads and what it leaves, and goes through
/// the journal, so that what has been done on the same inputs is not done again.
/// </summary>
/// <param name="inputs">All that decides the result.</param>
/// <param name="toolchain">What the machine's programs say of themselves.</param>
/// <param name="signer">Signs what is handed over, or null.</param>
/// <param name="rules">Which steps are run again though nothing has changed, and how long each may take.</param>
/// <param name="planned">The tasks of this run: what of them waits for nothing is begun before its turn, beside others.</param>
/// <param name="reporter">Told what happens.</param>
public sealed class ReleaseBuild(ReleaseInputs inputs, Toolchain toolchain, ArtifactSigner? signer, JournalRules rules, ImmutableArray<string> planned, IReporter reporter) : IAsyncDisposable
{
    private static readonly ImmutableArray<string> BeforeXen = ["Rpm", "Gate"];

    private readonly StepsAhead ahead = new(ReleaseSteps.Planned(planned, inputs.Platform));
    private readonly StepRunner steps = new(new StepJournal(inputs.Workspace.Journal, rules, reporter), inputs.Workspace.Logs, inputs.Epoch);
    private readonly StepInputs decided = new(inputs, toolchain, signer);
    private readonly Lazy<Task> specHeldAgainstRecipe = new(() => RpmSpec.RefuseDriftAsync(inputs.Recipe, inputs.Patches, inputs.Sandbox, CancellationToken.None));
    private readonly Autotools autotools = new(inputs.Sandbox);
    private readonly RpmBuild rpmBuild = new(inputs.Recipe, inputs.Platform, inputs.CFlags, inputs.CxxFlags, inputs.Sandbox, inputs.Environment, inputs.RequestedEpoch, inputs.Workspace.Logs);

    /// <summary>Unpacks the released archive.</summary>
    public Task UnpackAsync(CancellationToken cancellationToken)
    {
        LookAhead();
        ahead.Begin(LinkLibrary.Step, PutLinkLibraryAsync, cancellationToken);
        return steps.RunAsync(
            "Unpack",
            [],
            decided.OfUnpack,
            [inputs.Workspace.Unpacked],
            token => Task.Run(
                () =>
                {
                    inputs.Source.RefuseChanged("Unpack");
                    var tree = new SourceUnpacker(Posix.IsRoot).Unpack(inputs.Source.Path, inputs.Workspace.Unpacked, new UnpackLimits(Source.MaximumBytes, Source.MaximumEntries), token);
                    reporter.Line($"Unpack: {tree.TopFolder}/, {tree.Entries} entries, {tree.Bytes} bytes");
                },
                token),
            cancellationToken);
    }

    /// <summary>Applies the recipe's patches.</summary>
    public Task PatchAsync(CancellationToken cancellationToken) =>
        steps.RunAsync(
            "Patch",
            ["Unpack"],
            decided.OfPatch,
            [inputs.Workspace.Patched],
            async token =>
            {
                await TreePatcher.ApplyAsync(inputs.Workspace.Unpacked, inputs.Workspace.Patched, inputs.Patches, inputs.Epoch, inputs.Sandbox, inputs.Workspace.Logs.Of("Patch"), token);
                reporter.Line($"Patch: {inputs.Patches.Files.Length} patches applied");
            },
            cancellationToken);

    /// <summary>Runs configure.</summary>
    public async Task ConfigureAsync(CancellationToken cancellationToken)
    {
        await ahead.RunAsync(LinkLibrary.Step, PutLinkLibraryAsync, cancellationToken);
        var decidesConfigure = await decided.OfConfigureAsync(cancellationToken);
        await steps.RunDatedAsync(
            "Configure",
            inputs.Platform.AbiTable is null ? ["Patch"] : ["Patch", LinkLibrary.Step],
            decidesConfigure,
            [inputs.Workspace.Configured],
            async token =>
            {
                var kept = new ConfigureResults(inputs.Workspace.ConfigureResults, Fingerprint.OfTexts([StepRunner.Pipeline, Fingerprint.OfPath(inputs.Workspace.LinkLibrary), .. decidesConfigure.Select(pair => pair.ToString())]));
                if (!await autotools.ConfigureAsync(inputs.Workspace.Patched, inputs.Workspace.Configured, inputs.ConfigureArguments, kept, isAnew: rules.Force || rules.From is not null, token))
                {
                    reporter.Line("Configure: only C sources have changed, of which configure reads none: what it made before is put back");
                }
            },
            cancellationToken);
    }

    private async Task PutLinkLibraryAsync(CancellationToken cancellationToken)
    {
        if (inputs.Platform.AbiTable is not { } table)
        {
            return;
        }

        var tools = await toolchain.VersionsAsync(Toolchain.Compilers, cancellationToken);
        await steps.RunAsync(
            LinkLibrary.Step,
            [],
            await decided.OfLinkLibraryAsync(table, cancellationToken),
            [inputs.Workspace.LinkLibrary],
            async token =>
            {
                var library = new LinkLibrary(inputs.Sandbox, inputs.LinkLibraryCache, inputs.Workspace.Logs.Of(LinkLibrary.Step));
                var isCached = await library.PutAsync(inputs.Platform, tools, inputs.Workspace.LinkLibrary, token);
                reporter.Line($"{LinkLibrary.Step}: {Path.GetFileNameWithoutExtension(table)}, {(isCached ? "from the cache" : "made of its table")}");
            },
            cancellationToken);
    }

    /// <summary>Runs make.</summary>
    public Task MakeAsync(CancellationToken cancellationToken) =>
        steps.RunDatedAsync(
            "Make",
            ["Configure"],
            decided.OfMake,
            [inputs.Workspace.Built, inputs.Workspace.Logs.ErrorLog],
            async token =>
            {
                var launched = inputs.Launcher is { } launcher ? new LaunchedCompilers(launcher, inputs.Sandbox, inputs.CompilerCaches, reporter) : null;
                await autotools.MakeAsync(inputs.Workspace.Configured, inputs.Workspace.Built, inputs.Workspace.Logs.ErrorLog, inputs.Jobs, await AdditionAsync(launched, token), reporter.ShowsProgress ? reporter.Progress : null, token);
                reporter.Line("Make: " + WarningSummary.Of(CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog)));
                if (launched?.Told() is { } told)
                {
                    reporter.Line($"Make: {inputs.Launcher!.Name}: {told}");
                }
            },
            cancellationToken);

    private async Task<SandboxAddition?> AdditionAsync(LaunchedCompilers? launched, CancellationToken cancellationToken)
    {
        if (launched is null)
        {
            return null;
        }

        var tools = await toolchain.VersionsAsync(Toolchain.Compilers, cancellationToken);
        return await launched.PrepareAsync(toolchain.Compiler, [inputs.Source.Sha256, inputs.Platform.Id], tools.Values, cancellationToken);
    }

    /// <summary>Runs make install below DESTDIR.</summary>
    public Task StageAsync(CancellationToken cancellationToken)
    {
        ahead.Begin("Archive", ArchiveNowAsync, cancellationToken);
        return steps.RunDatedAsync(
            "Stage",
            ["Make"],
            ImmutableSortedDictionary<string, string>.Empty,
            [inputs.Workspace.Staged],
            async token =>
            {
                // What cannot be written to has not changed.
                var census = inputs.IsConfined ? null : new HostCensus(HostCensus.InstallationPlaces, [inputs.Workspace.Folder], Path.Combine(inputs.Workspace.Folder, "census"));
                var others = await autotools.StageAsync(inputs.Workspace.Built, inputs.Workspace.Staged, census, token);
                var files = TreeFiles.Of(inputs.Workspace.Staged).Count();
                reporter.Line($"Stage: {files} files below DESTDIR, nothing of this machine changed{(others.Length == 0 ? "" : $" but for {others.Length} files that other programs changed meanwhile (make install, run again, did not)")}");
            },
            cancellationToken);
    }

    /// <summary>Archives the built tree.</summary>
    public Task ArchiveAsync(CancellationToken cancellationToken) => ahead.RunAsync("Archive", ArchiveNowAsync, cancellationToken);

    private Task ArchiveNowAsync(CancellationToken cancellationToken) =>
        steps.RunDatedAsync(
            "Archive",
            ["Make"],
            decided.OfArchive,
            [inputs.Workspace.TreeArchives],
            token => Task.Run(
                () =>
                {
                    var folders = inputs.Workspace;
                    TreeCopy.Remove(folders.TreeArchives);
                    var name = $"{inputs.Recipe.Name}-{inputs.Recipe.Version}-{inputs.Stamp}.tar.bz2";
                    TreeArchiveWriter.Write(BuiltTree, Path.GetFileName(BuiltTree), Path.Combine(folders.TreeArchives, name), inputs.Epoch, token, NamesThisMachine);
                    reporter.Line($"Archive: {name}");
                },
                token),
            cancellationToken);

    /// <summary>Wraps what was staged into binary packages.</summary>
    public async Task RpmAsync(CancellationToken cancellationToken)
    {
        await specHeldAgainstRecipe.Value.WaitAsync(cancellationToken);
        await steps.RunDatedAsync(
            "Rpm",
            ["Stage"],
            await decided.OfRpmAsync(cancellationToken),
            [inputs.Workspace.RpmTop],
            async token =>
            {
                await rpmBuild.WrapAsync(inputs.Workspace.Staged, BuiltTree, inputs.Workspace.RpmTop, token);
                reporter.Line("Rpm: " + string.Join(", ", RpmBuild.PackagesOf(inputs.Workspace.RpmTop).Select(Path.GetFileName)));
            },
            cancellationToken);
    }

    /// <summary>Makes the source package.</summary>
    public async Task SrpmAsync(CancellationToken cancellationToken)
    {
        await specHeldAgainstRecipe.Value.WaitAsync(cancellationToken);
        await steps.RunDatedAsync(
            "Srpm",
            [],
            await decided.OfSrpmAsync(cancellationToken),
            [inputs.Workspace.SrpmTop],
            async token =>
            {
                inputs.Source.RefuseChanged("Srpm");
                await rpmBuild.PackSourceAsync(inputs.Source.Path, inputs.Patches, inputs.Workspace.SrpmTop, token);
                reporter.Line("Srpm: " + string.Join(", ", RpmBuild.PackagesOf(inputs.Workspace.SrpmTop).Select(Path.GetFileName)));
            },
            cancellationToken);
    }

    /// <summary>Sends the packages through the gates.</summary>
    public async Task GateAsync(CancellationToken cancellationToken)
    {
        ahead.Begin(RehearsalRun.Step, RehearseNowAsync, cancellationToken);
        var gates = new GateRun(inputs.Platform, [inputs.Recipe], inputs.Environment, inputs.Workspace.Gates, reporter);
        await steps.RunAsync(
            "Gate",
            ["Rpm", "Srpm"],
            decided.OfGate,
            [GateRun.ReportIn(inputs.Workspace.Gates)],
            token => gates.RunAsync([.. RpmBuild.PackagesOf(inputs.Workspace.RpmTop), .. RpmBuild.PackagesOf(inputs.Workspace.SrpmTop)], token),
            cancellationToken);
    }

    /// <summary>Rehearses the packages on scratch dom0s.</summary>
    public Task RehearseAsync(CancellationToken cancellationToken) => ahead.RunAsync(RehearsalRun.Step, RehearseNowAsync, cancellationToken);

    private async Task RehearseNowAsync(CancellationToken cancellationToken)
    {
        var kernel = new PlainKernel(RehearsalRun.Step, inputs.DebianPackages, inputs.Workspace.Rehearsal, inputs.Workspace.Logs, reporter);
        var rehearsal = new RehearsalRun(inputs.Platform, inputs.Environment, inputs.Workspace.Rehearsal, inputs.Workspace.Logs, reporter, kernel);
        await steps.RunAsync(
            RehearsalRun.Step,
            ["Rpm"],
            decided.OfRehearsal,
            [RehearsalRun.ReportIn(inputs.Workspace.Rehearsal)],
            token => inputs.Recipe.Dom0 is null ? rehearsal.PassOverAsync("the recipe has nothing for dom0") : rehearsal.RunAsync(RpmBuild.PackagesOf(inputs.Workspace.RpmTop), token),
            cancellationToken);
    }

    /// <summary>Rehearses the packages on a real Xen.</summary>
    public async Task RehearseXenAsync(CancellationToken cancellationToken)
    {
        var debian = new DebianPackages(XenRehearsal.Step, inputs.DebianPackages, reporter);
        var rehearsal = new XenRehearsal(inputs.Platform.Id, inputs.Platform.Is64Bit, debian, inputs.Workspace.XenRehearsal, inputs.Workspace.Logs, reporter);
        await steps.RunAsync(
            XenRehearsal.Step,
            BeforeXen,
            decided.OfRehearsal,
            [XenReport],
            token => inputs.Recipe.Dom0 is null ? rehearsal.PassOverAsync("the recipe has nothing for dom0") : rehearsal.RunAsync(RpmBuild.PackagesOf(inputs.Workspace.RpmTop), token),
            cancellationToken);
        if (inputs.Recipe.Dom0 is not null)
        {
            reporter.Line($"{XenRehearsal.Step}: the report goes with the packages when they are handed over next: ./build.sh with the same options, but for --target");
        }
    }

    /// <summary>Puts together what the same inputs always give.</summary>
    public async Task AssembleAsync(CancellationToken cancellationToken)
    {
        var tools = await toolchain.VersionsAsync(Toolchain.All, cancellationToken);
        await steps.RunDatedAsync(
            "Assemble",
            ["Make", "Archive", "Rpm", "Srpm", "Gate"],
            await decided.OfAssemblyAsync(cancellationToken),
            [inputs.Workspace.Assembled],
            token => Assembly.WriteAsync(inputs, tools, token),
            cancellationToken);
    }

    /// <summary>Puts everything where the run's user takes it from, and sums it up.</summary>
    public async Task HandOverAsync(CancellationToken cancellationToken)
    {
        // It takes minutes, so nobody has to wait for it; of packages that it was played with, it is told.
        var isRehearsedOnXen = await steps.IsDoneAsync(XenRehearsal.Step, BeforeXen, decided.OfRehearsal, [XenReport]);
        await steps.RunAsync(
            "Default",
            ["Assemble", RehearsalRun.Step, .. isRehearsedOnXen ? [XenRehearsal.Step] : ImmutableArray<string>.Empty],
            decided.OfHandover,
            [inputs.Artifacts],
            token => ArtifactsWriter.WriteAsync(inputs, steps.Journal, isRehearsedOnXen ? XenReport : null, signer, token),
            cancellationToken);
        foreach (var line in Summary.Of(inputs, steps.Journal, signer))
        {
            reporter.Line(line);
        }

        foreach (var file in Directory.EnumerateFiles(inputs.Artifacts).Order(StringComparer.Ordinal))
        {
            reporter.Artifact(file);
        }
    }

    /// <summary>Ends the steps that were begun before their turn and have not been waited for.</summary>
    public ValueTask DisposeAsync() => ahead.DisposeAsync();

    // What tells whether a step has to be run can be found out while the first steps run.
    private void LookAhead()
    {
        steps.Journal.LookAhead();
        if (planned.Contains("Assemble"))
        {
            _ = Task.Run(() => specHeldAgainstRecipe.Value);
        }
    }

    // configure's own log begins with the host's name and kernel; it is handed over beside the archive.
    private static bool NamesThisMachine(string path) => path == "config.log";

    private string XenReport => XenRehearsal.ReportIn(inputs.Workspace.XenRehearsal);

    private SourceRecipe Source => inputs.Recipe.Source;

    private string BuiltTree => Directory.GetDirectories(inputs.Workspace.Built).Single();
}
