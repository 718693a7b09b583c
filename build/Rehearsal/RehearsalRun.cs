using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Rehearsal;

/// <summary>
/// Installs packages with real rpm on scratch dom0s, and uses them there: their lives, their services with the rules in a
/// real kernel, and guests with packets. All of it in namespaces, as root or not; nothing of this machine is touched.
/// </summary>
/// <param name="platform">What they must run on.</param>
/// <param name="environment">The environment of rpm and of the compiler.</param>
/// <param name="scratch">A folder for the rehearsal's own files; what was in it is gone afterwards.</param>
/// <param name="logs">Where what each scene says is kept.</param>
/// <param name="reporter">Shown each check as it is made, and the tables.</param>
/// <param name="kernel">Plays what this machine's own kernel does not run.</param>
public sealed class RehearsalRun(Platform platform, BuildEnvironment environment, string scratch, StepLogs logs, IReporter reporter, IKernel kernel)
{
    /// <summary>The task's name, for errors.</summary>
    public const string Step = "Rehearse";

    private const string Guests = "guests";

    private const string OtherKernel = "other-kernel";

    // Where a root has the scenes' own files.
    private const string Place = "/rehearsal";

    // Played at once, each part in about the same time.
    private static readonly ImmutableArray<(string Scene, string Lives)> Lives =
    [
        ("lives-stock", "fresh after_erasing over_stock_alone over_stock_together from_earlier"),
        ("lives-broken", "twice interrupted edited bare"),
        ("lives-configured", "configured_already forwarding_of_others"),
    ];

    // EL5's own sh is bash, an older one than any machine has today: dash takes nothing that it might not know.
    private static readonly ImmutableArray<(string Scene, string Shell)> Services = [("service-dash", "dash"), ("service-bash", "bash")];

    // No dom0 has it for its sh; played where it is asked for.
    private static readonly (string Scene, string Shell) OtherService = ("service-ash", "busybox+ash");

    // Asked once: the roots that are made are those of the scenes that are played.
    private readonly Lazy<bool> runsOnThisKernel = new(() => platform.Is64Bit || Machine.ThirtyTwoBit.CanRun(scratch));

    private readonly string token = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The longest that a scene may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Which scenes are played; where it is empty, all that say something of a dom0 of the platform.</summary>
    public ImmutableArray<string> Scenes { get; init; } = [];

    /// <summary>The report of a run, in its scratch folder.</summary>
    public static string ReportIn(string scratch) => Path.Combine(scratch, "report.json");

    /// <summary>Plays all scenes, shows what they came to, and leaves it as JSON.</summary>
    /// <param name="packages">The packages' full paths.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">A check failed, or a scene broke off (<see cref="ExitCode.Rehearsal"/>); this machine gives no namespaces (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task RunAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(scratch);
        var rehearsed = await RehearsedPackages.ReadAsync(Step, packages, platform, environment, cancellationToken);
        await PrepareAsync(rehearsed, cancellationToken);
        var scenes = await Task.WhenAll([.. Lives.Where(lives => IsPlayed(lives.Scene)).Select(lives => LivesAsync(lives.Scene, lives.Lives, cancellationToken)), .. ScenesOnDom0(cancellationToken)]);
        var report = new RehearsalReport(platform.Id, [.. rehearsed.Files.Select(file => Path.GetFileName(file)!)], [.. scenes.SelectMany(scene => scene)]);
        var reportPath = ReportIn(scratch);
        report.Write(reportPath);
        foreach (var line in RehearsalTable.Of(report, reporter.Width))
        {
            reporter.Line(line);
        }

        if (report.Refuses())
        {
            var failed = report.Scenes.Where(scene => scene.Refuses()).Select(scene => $"{scene.Scene} ({(scene.Fault is null ? $"{scene.Checks.Count(check => check.Result == CheckResult.Fail)} checks" : scene.Fault)})");
            throw new PipelineException(
                ExitCode.Rehearsal,
                Step,
                $"the packages do not do on a dom0 of {platform.Id} what they are for: {string.Join(", ", failed)}",
                $"mend what is named above and run the same command again; the scenes' own words are in {logs.Folder}, the report has all of it",
                logPath: reportPath);
        }
    }

    /// <summary>Leaves a report that says why nothing was rehearsed.</summary>
    /// <param name="why">The reason.</param>
    public Task PassOverAsync(string why)
    {
        TreeCopy.Remove(scratch);
        Directory.CreateDirectory(scratch);
        new RehearsalReport(platform.Id, [], [SceneResult.Skipped(Step, why)]).Write(ReportIn(scratch));
        reporter.Line($"{Step}: skipped, {why}");
        return Task.CompletedTask;
    }

    private bool PlaysOnOtherKernel => IsPlayed(Guests) || IsPlayed(Services[0].Scene);

    private IEnumerable<(string Scene, string Script, string Shell)> ScenesOnThisKernel =>
    [
        .. (Scenes.IsEmpty ? Services : Services.Add(OtherService).RemoveAll(service => !IsPlayed(service.Scene))).Select(service => (service.Scene, "service.sh", service.Shell)),
        .. IsPlayed(Guests) ? [(Guests, "guests.sh", "")] : ImmutableArray<(string, string, string)>.Empty,
    ];

    // Of the scenes that have one of their own.
    private IEnumerable<string> Roots => runsOnThisKernel.Value ? ScenesOnThisKernel.Select(scene => scene.Scene) : PlaysOnOtherKernel ? [OtherKernel] : [];

    private bool IsPlayed(string scene) => Scenes.IsEmpty || Scenes.Contains(scene);

    private string InScratch(params ReadOnlySpan<string> parts) => Path.Combine([scratch, .. parts]);

    private async Task PrepareAsync(RehearsedPackages rehearsed, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(InScratch("packages")).FullName;
        foreach (var file in rehearsed.Files)
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        SceneFiles.WriteTo(InScratch("scenes"));
        await File.WriteAllLinesAsync(InScratch("base.provides"), rehearsed.Provides, cancellationToken);
        await Task.WhenAll(
            PreparedAsync("furniture.sh", [.. rehearsed.Libraries.Select(library => $"{library.Here}={library.There}")], cancellationToken),
            PreparedAsync("stock.sh", [], cancellationToken));
        await PreparedAsync("installed.sh", [.. Roots], cancellationToken);
    }

    // What the scenes stand on; a package that cannot be installed at all is told by its rpm.
    private async Task PreparedAsync(string script, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        var log = logs.Of($"{Step}-{Path.GetFileNameWithoutExtension(script)}");
        var command = Sandbox.AsRootOnThisMachine(scratch, [("TOKEN", token), ("HOME", scratch)], new Command("sh", [InScratch("scenes", script), .. arguments]));
        var lines = new ConcurrentQueue<string>();
        var outcome = await ProcessRunner.LogAsync(Step, environment.In(scratch, command), log, null, lines.Enqueue, cancellationToken);
        if (outcome.Succeeded)
        {
            return;
        }

        var said = lines.LastOrDefault() ?? "(nothing said)";
        throw said.StartsWith("bwrap:", StringComparison.Ordinal)
            ? new PipelineException(ExitCode.MissingTool, Step, $"this machine gives the rehearsal no namespaces: {said}", "run as root, or allow user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone)", command.Shown, outcome.ExitCode, log)
            : StorageFault.Of(scratch, log) is { } fault
                ? new PipelineException(ExitCode.Storage, Step, fault, "make room, or make the place writable, and run the same command again", command.Shown, outcome.ExitCode, log)
                : new PipelineException(ExitCode.Rehearsal, Step, $"a scratch dom0 cannot be made with the packages: {said}", "see the log", command.Shown, outcome.ExitCode, log);
    }

    private async Task<ImmutableArray<SceneResult>> LivesAsync(string scene, string lives, CancellationToken cancellationToken)
    {
        var command = Sandbox.AsRootOnThisMachine(scratch, [("TOKEN", token), ("HOME", scratch), ("SCENE", scene), ("LIVES", lives)], Command.Of("sh", InScratch("scenes", "lives.sh")));
        return [await PlayAsync(scene, "scratch roots, this machine's rpm", command, cancellationToken)];
    }

    private ImmutableArray<Task<ImmutableArray<SceneResult>>> ScenesOnDom0(CancellationToken cancellationToken) => runsOnThisKernel.Value
        ? [.. ScenesOnThisKernel.Select(scene => OnThisKernelAsync(scene.Scene, scene.Script, scene.Shell, cancellationToken))]
        : PlaysOnOtherKernel ? [OnOtherKernelAsync(cancellationToken)] : [];

    private async Task<ImmutableArray<SceneResult>> OnThisKernelAsync(string scene, string script, string shell, CancellationToken cancellationToken)
    {
        var command = Sandbox.AsRootInRoot(RootOf(scene), Variables(scene, shell), Command.Of("sh", $"{Place}/{script}"));
        return [await PlayAsync(scene, "this machine's kernel, a network of its own", command, cancellationToken)];
    }

    private ImmutableArray<(string, string)> Variables(string scene, string shell) => [("TOKEN", token), ("SCENE", scene), ("SHELLS", shell)];

    // As installed.sh names them.
    private string RootOf(string scene) => InScratch($"root-{scene}");

    private async Task<SceneResult> PlayAsync(string scene, string place, Command command, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        var lines = new ConcurrentQueue<string>();
        var log = logs.Of($"{Step}-{scene}");
        File.Delete(log);
        try
        {
            var outcome = await ProcessRunner.LogAsync(Step, environment.In(scratch, command), log, null, Hear, limited.Token);
            var result = RehearsalTranscript.Read(scene, place, token, lines);
            return result.Fault is { } fault ? result with { Fault = $"{fault}, and ended with {outcome.ExitCode}" } : result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var heard = RehearsalTranscript.Read(scene, place, token, lines);
            return heard with { Fault = $"it did not end within {Limit.TotalSeconds} s, after {heard.Checks.Length} checks" };
        }

        void Hear(string line)
        {
            lines.Enqueue(line);
            if (RehearsalTranscript.CheckIn(line, token) is { } check)
            {
                reporter.Progress($"{Step}: {scene}: {check.What}: {check.Seen}");
            }
        }
    }

    private async Task<ImmutableArray<SceneResult>> OnOtherKernelAsync(CancellationToken cancellationToken)
    {
        var (service, shell) = Services[0];
        var root = RootOf(OtherKernel);
        ImmutableArray<string> lines;
        try
        {
            lines = await kernel.RunAsync(
                root,
                $"export TOKEN={token} SHELLS={shell}; SCENE={service} unshare -n -m dash {Place}/service.sh; SCENE={Guests} unshare -n -m dash {Place}/guests.sh",
                cancellationToken);
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.MissingTool)
        {
            var why = $"this machine's kernel runs no 32-bit programs, and there is no other: {exception.Problem}";
            return [SceneResult.Skipped(service, why), SceneResult.Skipped(Guests, why)];
        }

        return
        [
            RehearsalTranscript.Read(service, kernel.Name, token, Until(lines, service)),
            RehearsalTranscript.Read(Guests, kernel.Name, token, lines.Skip(Until(lines, service).Count())),
        ];
    }

    // One console has the scenes one after the other.
    private IEnumerable<string> Until(ImmutableArray<string> lines, string scene)
    {
        var end = lines.ToList().FindIndex(line => line.Contains($"@{token}\tend\t{scene}\t", StringComparison.Ordinal));
        return end < 0 ? lines : lines.Take(end + 1);
    }
}
