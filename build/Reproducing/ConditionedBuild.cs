using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Machine;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Text;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>Runs the pipeline of a second clone as if on another machine (Conditions/elsewhere.sh), and has it say what it saw there.</summary>
/// <param name="project">The project.</param>
/// <param name="reporter">Told how it goes.</param>
public sealed class ConditionedBuild(ProjectLayout project, IReporter reporter)
{
    /// <summary>The step.</summary>
    public const string Step = "Reproduce";

    // The user and group that own nothing: those of nobody.
    private const string Nobody = "65534";

    // Folders that every system has and no build reads; one that the project lies in cannot be hidden.
    private static readonly ImmutableArray<string> Places = ["/mnt", "/media", "/srv"];

    private static readonly ImmutableArray<ExitCode> OfTheMachine = [ExitCode.MissingTool, ExitCode.SourceUnavailable, ExitCode.Storage, ExitCode.Busy, ExitCode.Limit];

    private static readonly ImmutableArray<string> ClockLibraries = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib64/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1"];

    /// <summary>What this run sees of its own conditions.</summary>
    /// <param name="scratch">A folder for the scripts and their report.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ImmutableSortedDictionary<string, string>> OwnConditionsAsync(string scratch, CancellationToken cancellationToken)
    {
        EmbeddedFiles.WriteTo("Conditions/", scratch);
        var report = Path.Combine(scratch, "conditions");
        var look = Command.Of("sh", Path.Combine(scratch, "conditions.sh"), report, "true") with { WorkingDirectory = project.Top };
        var outcome = await ProcessRunner.CaptureAsync(Step, look, cancellationToken);
        return outcome.Succeeded
            ? ConditionReport.Read(report)
            : throw new PipelineException(ExitCode.Unexpected, Step, $"the conditions of this machine cannot be seen: {outcome.StandardError.Trim()}", "run the command by hand", look.ToString(), outcome.ExitCode);
    }

    /// <summary>Builds.</summary>
    /// <param name="clone">The clone; its workspace is where the result is.</param>
    /// <param name="conditions">What is made different.</param>
    /// <param name="order">What is built.</param>
    /// <param name="log">The log.</param>
    /// <param name="cancellationToken">Stops it with all it has started.</param>
    /// <returns>What the build saw of its conditions.</returns>
    /// <exception cref="PipelineException">It failed (<see cref="ExitCode.Reproduction"/>).</exception>
    public async Task<ImmutableSortedDictionary<string, string>> RunAsync(ProjectClone clone, BuildConditions conditions, RebuildOrder order, string log, CancellationToken cancellationToken)
    {
        EmbeddedFiles.WriteTo("Conditions/", clone.Folder);
        var locales = await MakeLocaleAsync(clone, conditions, cancellationToken);
        var place = Places.FirstOrDefault(folder => Directory.Exists(folder) && !IsIn(clone.Folder, folder) && !IsIn(Environment.ProcessPath!, folder))
            ?? throw new PipelineException(ExitCode.MissingTool, Step, $"none of {string.Join(", ", Places)} is a folder that a build does not need, and another folder has to be shown in its place", "make an empty /mnt");
        var folder = $"{place}/{conditions.HostName}/dom0";
        var home = $"{folder}/home";
        WriteHostileHome(Path.Combine(clone.Folder, "home"));

        var pipeline = ProjectClone.Pipeline(project, folder, order.LaidInto(clone, folder).Arguments(conditions.Jobs));
        var command = new Command("unshare",
        [
            .. Posix.IsRoot ? Array.Empty<string>() : ["--user", "--map-root-user"],
            "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "--propagation", "private",
            "--", "sh", Path.Combine(clone.Folder, "elsewhere.sh"),
            $"clone={clone.Folder}", $"place={place}", $"folder={folder}",
            $"order={conditions.Order}",
            $"clock={(ClockLibrary is null ? "" : conditions.Clock)}", $"clock_library={ClockLibrary}",
            $"zone={(File.Exists("/usr/share/zoneinfo/" + conditions.Zone) ? conditions.Zone : "")}",
            $"host={conditions.HostName}",
            $"shell={(File.Exists(conditions.Shell) ? conditions.Shell : "")}",
            $"mask={conditions.Umask}",
            $"user={(Posix.IsRoot && conditions.AsNobody ? Nobody : "")}",
            $"program={pipeline.Program}",
            $"processors={(conditions.IsOneProcessor ? "0" : "")}",
            $"personality={string.Join(' ', conditions.Personality)}",
            "--", "sh", $"{folder}/conditions.sh", $"{folder}/conditions",
            pipeline.Program, .. pipeline.Arguments,
        ])
        {
            Environment = EnvironmentOf(conditions, home, $"{folder}/cache", locales is null ? null : $"{folder}/{locales}", order.RequestedEpoch),
        };

        File.Delete(log);
        var outcome = await ProcessRunner.LogAsync(Step, command, log, null, line => ShowStep(conditions.Name, line), cancellationToken);
        return outcome.Succeeded
            ? ConditionReport.Read(Path.Combine(clone.Folder, "conditions")).SetItem("jobs of make", conditions.Jobs.ToString(CultureInfo.InvariantCulture))
            : throw FailureOf(Step, $"the build {conditions.Name}", command, outcome, log);
    }

    // Its banners and tables are in the log.
    private void ShowStep(string round, string line)
    {
        if (line.Contains(": ", StringComparison.Ordinal))
        {
            reporter.Progress($"{Step}: {round}: {line.Trim()}");
        }
    }

    /// <summary>The failure of a build that this run has started.</summary>
    internal static PipelineException FailureOf(string step, string what, Command command, ProcessOutcome outcome, string log)
    {
        var error = File.ReadLines(log).LastOrDefault(line => line.StartsWith("Error:", StringComparison.Ordinal))?["Error:".Length..].Trim();

        // What the machine lacks says nothing of the artifacts.
        var code = OfTheMachine.Contains((ExitCode)outcome.ExitCode) ? (ExitCode)outcome.ExitCode : ExitCode.Reproduction;
        return new(code, step, $"{what} failed, with exit code {outcome.ExitCode}: {error ?? "see the log"}", "see its log, which has its own advice", command.Shown, outcome.ExitCode, log);
    }

    private static string? ClockLibrary => ClockLibraries.FirstOrDefault(File.Exists);

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static ImmutableSortedDictionary<string, string> EnvironmentOf(BuildConditions conditions, string home, string cache, string? locales, DateTimeOffset? epoch)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = home,
            ["XDG_CACHE_HOME"] = cache,
            ["TZ"] = conditions.Zone,
            ["LANG"] = conditions.Locale,
            ["LC_ALL"] = conditions.Locale,
            ["LANGUAGE"] = conditions.Language,
            ["SHELL"] = conditions.Shell,
            ["USER"] = conditions.HostName,
            ["LOGNAME"] = conditions.HostName,

            // libfaketime would have cp read other times from files than it writes.
            ["NO_FAKE_STAT"] = "1",

            // What a shell of somebody's may have set, and must reach nothing.
            ["CFLAGS"] = "-O0 -g3 -DSOMEBODYS",
            ["CPPFLAGS"] = "-DSOMEBODYS",
            ["LDFLAGS"] = "-Wl,--build-id=sha1",
            ["MAKEFLAGS"] = "--warn-undefined-variables",
            ["CONFIG_SITE"] = $"{home}/config.site",
            ["TAR_OPTIONS"] = "--owner=somebody",
            ["GZIP"] = "-1",
            ["XZ_DEFAULTS"] = "-0",
        };
        foreach (var name in new[] { "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "http_proxy", "https_proxy", "no_proxy" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        if (locales is not null)
        {
            variables["LOCPATH"] = locales;
        }

        if (epoch is { } time)
        {
            variables["SOURCE_DATE_EPOCH"] = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        return variables.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    // Settings of somebody's that would change every artifact, if they were read.
    private static void WriteHostileHome(string home)
    {
        Directory.CreateDirectory(home);
        File.WriteAllText(Path.Combine(home, ".rpmmacros"), "%_topdir /nowhere\n%vendor Somebody\n%packager Somebody\n%_binary_payload w9.bzdio\n");
        File.WriteAllText(Path.Combine(home, "config.site"), "CFLAGS='-O0 -DSOMEBODYS'\nprefix=/opt/somebody\n");
    }

    // A locale that is named but not there is the same as none.
    private static async Task<string?> MakeLocaleAsync(ProjectClone clone, BuildConditions conditions, CancellationToken cancellationToken)
    {
        const string name = "locales";
        var folder = Directory.CreateDirectory(Path.Combine(clone.Folder, name)).FullName;
        var make = Command.Of("localedef", "--no-archive", "--force", "-i", conditions.Language, "-f", conditions.Charset, Path.Combine(folder, conditions.Locale));
        await ProcessRunner.CaptureAsync(Step, make, cancellationToken);
        return Directory.Exists(Path.Combine(folder, conditions.Locale)) ? name : null;
    }
}
