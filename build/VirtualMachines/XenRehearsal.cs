using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dom0Iptables.Failures;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.VirtualMachines;

/// <summary>
/// Plays the procedure on a real Xen: a dom0 that installs the packages, two guests, three boots of one disk. The first
/// installs, and makes and saves the rules; the second has all of it from the disk, and erases the packages at its end; the
/// third is as if they had never been there.
/// </summary>
/// <param name="platform">The platform's name, for the report.</param>
/// <param name="is64Bit">Whether its programs are 64-bit.</param>
/// <param name="debian">Brings what dom0 is made of.</param>
/// <param name="scratch">A folder for the machine's files; what was in it is gone afterwards.</param>
/// <param name="logs">Where each boot's console is kept.</param>
/// <param name="reporter">Shown what happens, and the tables.</param>
public sealed class XenRehearsal(string platform, bool is64Bit, DebianPackages debian, string scratch, StepLogs logs, IReporter reporter)
{
    /// <summary>The task's name, for errors.</summary>
    public const string Step = "RehearseXen";

    private const int Memory = 1536;
    private const int MemoryOfDom0 = 640;

    private static readonly ImmutableArray<(string Boot, string Title)> Boots = [("first", "first boot: installed, made, saved"), ("again", "second boot: from the disk; erased"), ("erased", "third boot: as before")];

    /// <summary>The longest that one boot may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(480);

    /// <summary>The report of a run, in its scratch folder.</summary>
    public static string ReportIn(string scratch) => Path.Combine(scratch, "report.json");

    /// <summary>Plays it, shows what came of it, and leaves it as JSON.</summary>
    /// <param name="packages">The packages' full paths; -devel and source packages, which dom0 has no use for, are passed over.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <exception cref="PipelineException">A check failed, or a boot broke off (<see cref="ExitCode.Rehearsal"/>); what dom0 is made of cannot be had (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task RunAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        ImmutableArray<string> installed = [.. packages.Where(package => !package.EndsWith(".src.rpm", StringComparison.Ordinal) && !Path.GetFileName(package).Contains("-devel-", StringComparison.Ordinal))];
        TreeCopy.Remove(scratch);
        Directory.CreateDirectory(scratch);
        Directory.CreateDirectory(logs.Folder);
        var made = await XenPackages.GetAsync(debian, is64Bit, cancellationToken);
        var disk = await new Dom0Disk(Step, scratch).MakeAsync(made, installed, cancellationToken);
        var accelerator = await Accelerator.FindAsync(Step, DebianFiles.Kernel(made.Kernel), cancellationToken);
        reporter.Line($"{Step}: Xen {made.XenVersion}, Linux {new KernelModules(made.Kernel).Release}, {(is64Bit ? "64" : "32")}-bit userland, {accelerator}: {string.Join(", ", installed.Select(Path.GetFileName))}");
        var scenes = new List<SceneResult>();
        foreach (var (boot, title) in Boots)
        {
            // What comes after a boot that went wrong follows from it, and is minutes away.
            if (!scenes.Exists(scene => scene.Refuses()))
            {
                scenes.Add(await BootAsync(new VirtualMachine(Step, accelerator), disk, boot, title, cancellationToken));
            }
        }

        var report = new RehearsalReport(platform, [.. installed.Select(package => Path.GetFileName(package)!)], [.. scenes]);
        report.Write(ReportIn(scratch));
        foreach (var line in (IEnumerable<string>)[.. RehearsalTable.Of(report, reporter.Width), .. PacketTable.Of(report, reporter.Width)])
        {
            reporter.Line(line);
        }

        if (report.Refuses())
        {
            var failed = scenes.Where(scene => scene.Refuses()).Select(scene => $"{scene.Scene} ({scene.Fault ?? $"{scene.Checks.Count(check => check.Result == CheckResult.Fail)} checks"})");
            throw new PipelineException(
                ExitCode.Rehearsal,
                Step,
                $"the packages do not do on a Xen dom0 of {platform} what they are for: {string.Join(", ", failed)}",
                $"mend what is named above and run the same command again; the consoles are in {logs.Folder}, the report has all of it",
                logPath: ReportIn(scratch));
        }
    }

    /// <summary>Leaves a report that says why nothing was played.</summary>
    public Task PassOverAsync(string why)
    {
        TreeCopy.Remove(scratch);
        Directory.CreateDirectory(scratch);
        new RehearsalReport(platform, [], [SceneResult.Skipped(Step, why)]).Write(ReportIn(scratch));
        reporter.Line($"{Step}: skipped, {why}");
        return Task.CompletedTask;
    }

    private async Task<SceneResult> BootAsync(VirtualMachine machine, (string Hypervisor, string Kernel, string Initramfs, string Disk) files, string boot, string title, CancellationToken cancellationToken)
    {
        var token = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var start = new MachineBoot(
            scratch,
            files.Hypervisor,
            [$"{files.Kernel} console=hvc0 quiet panic=1 rdinit=/init boot={boot} token={token}", files.Initramfs],
            $"console=com1 com1=115200,8n1 loglvl=error guest_loglvl=error dom0_mem={MemoryOfDom0}M,max:{MemoryOfDom0}M",
            Memory,
            Limit)
        { Disks = [files.Disk] };
        var log = logs.Of($"{Step}-{boot}");
        reporter.Line($"{Step}: {title} (console: {log})");
        var watch = Stopwatch.StartNew();
        var (console, duration) = await machine.RunAsync(
            start,
            log,
            line => reporter.Progress(string.Create(CultureInfo.InvariantCulture, $"{Step}: {boot}, {watch.Elapsed.TotalSeconds:0} s: {line.Replace($"@{token}\t", "", StringComparison.Ordinal).Replace('\t', ' ')}")),
            cancellationToken);
        var seconds = duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var scene = RehearsalTranscript.Read(boot, $"{title}, {seconds} s", token, console);
        reporter.Line($"{Step}: {title}: {seconds} s, {scene.Checks.Count(check => check.Result == CheckResult.Pass)} of {scene.Checks.Length} checks passed{(scene.Fault is null ? "" : $"; {scene.Fault}")}");
        return scene with { Scene = $"xen-{boot}" };
    }
}
