using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Compiling;

/// <summary>Runs a release's own configure, make and make install, always in the same place.</summary>
/// <param name="sandbox">Where they are run.</param>
public sealed class Autotools(BuildSandbox sandbox)
{
    private const string MakeShell = "SHELL=" + BuildEnvironment.Shell;

    private readonly StepLogs logs = sandbox.Workspace.Logs;

    // The tree is worked on in this folder, whose path is written into what is made there.
    private readonly string place = sandbox.Workspace.BuildPlace;

    /// <summary>Configures a copy of the patched tree, cleaned first if it was shipped with build products.</summary>
    /// <param name="patched">The folder that holds the patched tree.</param>
    /// <param name="configured">Where the configured tree is left.</param>
    /// <param name="arguments">What configure is told.</param>
    /// <param name="kept">What configure has made of an earlier tree.</param>
    /// <param name="isAnew">Whether configure is run though it can find nothing else.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether configure was run.</returns>
    /// <exception cref="PipelineException">configure or distclean failed (<see cref="ExitCode.Configure"/>).</exception>
    public async Task<bool> ConfigureAsync(string patched, string configured, ImmutableArray<string> arguments, ConfigureResults kept, bool isAnew, CancellationToken cancellationToken)
    {
        const string step = "Configure";
        var log = logs.Of(step);
        var tree = await TakeUpAsync(step, patched, cancellationToken);
        var key = kept.KeyOf(tree);
        if (key is not null && !isAnew && await kept.PutBackAsync(step, key, tree, logs.Folder, cancellationToken))
        {
            TreeCopy.MoveIn(place, configured);
            return false;
        }

        if (File.Exists(Path.Combine(tree, "Makefile")))
        {
            var clean = In(tree, Command.Of("make", MakeShell, "distclean"));
            var cleaned = await RunAsync(step, clean, log, null, null, cancellationToken);
            if (!cleaned.Succeeded)
            {
                throw Failed(ExitCode.Configure, step, "the release is shipped with build products, and make distclean failed on them", "see the log", clean, cleaned, log);
            }
        }

        if (!File.Exists(Path.Combine(tree, "configure")))
        {
            throw new PipelineException(
                ExitCode.Configure,
                step,
                "the tree has no configure: this is a snapshot of a repository, not a released archive",
                "give the released archive by --source=PATH; it is the one that 'make dist' made");
        }

        var configure = In(tree, new Command(BuildEnvironment.Shell, ["./configure", .. arguments]));
        var outcome = await RunAsync(step, configure, log, null, null, cancellationToken);
        var configLog = Path.Combine(tree, "config.log");
        if (File.Exists(configLog))
        {
            File.Copy(configLog, ConfigLog, overwrite: true);
        }

        if (!outcome.Succeeded)
        {
            var said = File.Exists(configLog) ? File.ReadAllText(configLog) : "";
            throw Failed(
                ExitCode.Configure,
                step,
                ConfigLogReader.Cause(said) is { } cause ? $"configure failed: {cause}" : Ended("configure", outcome),
                "install what it lacks or mend the arguments in the recipe; config.log beside the log has every check",
                configure,
                outcome,
                log,
                excerpt: ConfigLogReader.Excerpt(said));
        }

        if (key is not null)
        {
            kept.Keep(key, Directory.GetDirectories(patched).Single(), tree, [log, ConfigLog]);
        }

        TreeCopy.MoveIn(place, configured);
        return true;
    }

    /// <summary>Runs make on a copy of the configured tree, with stderr, all of it and nothing else, in error.log.</summary>
    /// <param name="configured">The folder that holds the configured tree.</param>
    /// <param name="built">Where the built tree is left.</param>
    /// <param name="errorLog">The file that receives stderr, kept on success and on failure.</param>
    /// <param name="jobs">How many processes make runs at once.</param>
    /// <param name="addition">What make has beside what every step has; null for nothing.</param>
    /// <param name="onProgress">Called with each line that make prints and how much is made, from 0 to 1, where that is known; null where nobody looks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">make failed (<see cref="ExitCode.Make"/>); the first error comes first.</exception>
    public async Task MakeAsync(string configured, string built, string errorLog, int jobs, SandboxAddition? addition, Action<string, double?>? onProgress, CancellationToken cancellationToken)
    {
        const string step = "Make";
        var log = logs.Of(step);
        var tree = await TakeUpAsync(step, configured, cancellationToken);

        // Grouped by target, so that two compilers' messages do not run into each other.
        var make = In(sandbox with { Addition = addition }, tree, Command.Of("make", "-j" + jobs.ToString(CultureInfo.InvariantCulture), "--output-sync=target", MakeShell));
        var plan = onProgress is null ? null : PlanAsync(configured, cancellationToken);
        var outcome = await RunAsync(step, make, log, errorLog, onProgress is null ? null : Tell, cancellationToken);
        if (!outcome.Succeeded)
        {
            var diagnostics = CompilerMessages.Read(errorLog);
            var first = diagnostics.FirstError;
            throw Failed(
                ExitCode.Make,
                step,
                first is null ? $"{Ended("make", outcome)}, and named no error" : $"{first}{(diagnostics.Errors.Length > 1 ? $" (and {diagnostics.Errors.Length - 1} more)" : "")}",
                $"mend the first error; all of make's stderr is in {errorLog}",
                make,
                outcome,
                log,
                errorLog,
                first is null ? [] : LogExcerpt.Around(errorLog, first));
        }

        TreeCopy.MoveIn(place, built);

        void Tell(string line)
        {
            // Which folder make enters and leaves is for whoever reads the log.
            if (!line.StartsWith("make[", StringComparison.Ordinal))
            {
                onProgress!(line.Trim(), plan is { IsCompletedSuccessfully: true } known ? known.Result.FractionIn(tree) : null);
            }
        }
    }

    /// <summary>Installs a copy of the built tree below DESTDIR, and proves that it changed nothing of the host.</summary>
    /// <param name="built">The folder that holds the built tree.</param>
    /// <param name="staged">DESTDIR: there whole or not at all.</param>
    /// <param name="census">Looks what of the host changed meanwhile; null where the sandbox lets nothing be changed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What other programs changed of the host meanwhile; empty as a rule.</returns>
    /// <exception cref="PipelineException">make install failed, installed nothing or wrote outside DESTDIR (<see cref="ExitCode.Stage"/>).</exception>
    public async Task<ImmutableArray<string>> StageAsync(string built, string staged, HostCensus? census, CancellationToken cancellationToken)
    {
        var partial = staged + ".partial";
        var changed = await InstallAsync(built, partial, census, cancellationToken);
        if (changed.Length > 0)
        {
            // It may have been a package manager at its own work. What make install does outside of DESTDIR it does
            // again when it is run again; and what it installs outside under a staged name needs no second look.
            var stray = changed.Where(path => Path.Exists(partial + path) && !Directory.Exists(partial + path)).ToImmutableArray();
            var again = stray.Length > 0 ? stray : await InstallAsync(built, partial, census, cancellationToken);
            var touched = changed.Intersect(again, StringComparer.Ordinal).ToImmutableArray();
            if (touched.Length > 0)
            {
                throw new PipelineException(
                    ExitCode.Stage,
                    "Stage",
                    $"make install has written outside of DESTDIR: {string.Join(", ", touched.Take(5))}{(touched.Length > 5 ? $" and {touched.Length - 5} more" : "")}",
                    "look at these files of this machine, and mend the release's install rules by a patch; if another program changes them all the time, run again when it does not",
                    logPath: logs.Of("Stage"));
            }
        }

        TreeCopy.MoveIn(partial, staged);
        return changed;
    }

    /// <summary>Where configure's own log is kept.</summary>
    public string ConfigLog => logs.Of("config");

    private async Task<ImmutableArray<string>> InstallAsync(string built, string destination, HostCensus? census, CancellationToken cancellationToken)
    {
        const string step = "Stage";
        var log = logs.Of(step);
        TreeCopy.Remove(destination);
        var tree = await TakeUpAsync(step, built, cancellationToken);

        // It bears the release's day, and depends on this machine's headers, which are newer: make would compile again.
        await TreeTimes.SetAsync(step, [place], DateTimeOffset.UtcNow, cancellationToken);
        Directory.CreateDirectory(destination);
        census?.Begin();

        var install = In(tree, Command.Of("make", MakeShell, "install", "DESTDIR=" + sandbox.PathOf(destination)), SandboxMount.Writable(sandbox, destination));
        var outcome = await RunAsync(step, install, log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            var first = CompilerMessages.Read(log).FirstError;
            throw Failed(ExitCode.Stage, step, first is null ? Ended("make install", outcome) : $"make install failed: {first}", "mend the release's install rules by a patch; the log has all it printed", install, outcome, log, excerpt: first is null ? [] : LogExcerpt.Around(log, first));
        }

        if (!TreeFiles.Of(destination).Any())
        {
            throw Failed(ExitCode.Stage, step, "make install installed nothing", "see the log", install, outcome, log);
        }

        return census is null ? [] : await census.ChangedAsync(cancellationToken);
    }

    // What has filled a disk must not keep the next run from having room.
    private async Task<ProcessOutcome> RunAsync(string step, Command command, string log, string? errorLog, Action<string>? onLine, CancellationToken cancellationToken)
    {
        try
        {
            return await sandbox.LogAsync(step, command, log, errorLog, onLine, cancellationToken);
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.Storage)
        {
            TreeCopy.Remove(place);
            throw;
        }
    }

    // Beside make, on a tree of its own that cannot be written to.
    private async Task<MakePlan> PlanAsync(string configured, CancellationToken cancellationToken)
    {
        var tree = Directory.GetDirectories(configured).Single();
        var dryRun = sandbox.In(tree, sandbox.PathOf(tree), Command.Of("make", "--dry-run", "--print-directory", MakeShell), SandboxMount.Readable(sandbox, tree));
        var outcome = await ProcessRunner.CaptureAsync("Make", dryRun, cancellationToken);
        return MakePlan.Read(outcome.StandardOutput.Split('\n'), sandbox.PathOf(tree));
    }

    private Command In(string tree, Command command, params IEnumerable<SandboxMount> mounts) => In(sandbox, tree, command, mounts);

    private static Command In(BuildSandbox sandbox, string tree, Command command, params IEnumerable<SandboxMount> mounts) =>
        sandbox.In(tree, command, [.. Directory.Exists(sandbox.Workspace.LinkLibrary) ? [SandboxMount.Readable(sandbox, sandbox.Workspace.LinkLibrary)] : Array.Empty<SandboxMount>(), .. mounts]);

    // Each step begins from what the step before it left, never from what a killed run left half done.
    private async Task<string> TakeUpAsync(string step, string from, CancellationToken cancellationToken)
    {
        File.Delete(logs.Of(step));
        await TreeCopy.ReplaceAsync(step, from, place, cancellationToken);
        return Directory.GetDirectories(place).Single();
    }

    // A shell gives 128 and the signal's number for what was killed, and so does bubblewrap.
    private static string Ended(string what, ProcessOutcome outcome) =>
        outcome.ExitCode is > 128 and < 160 ? $"{what} was killed by signal {outcome.ExitCode - 128}" : $"{what} failed";

    private PipelineException Failed(ExitCode code, string step, string problem, string nextStep, Command command, ProcessOutcome outcome, string log, string? errorLog = null, ImmutableArray<string> excerpt = default)
    {
        ImmutableArray<string> said = [log, .. errorLog is null ? Array.Empty<string>() : [errorLog]];
        if (StorageFault.Of(place, said) is { } storage)
        {
            TreeCopy.Remove(place);
            return new(ExitCode.Storage, step, $"{storage}; {problem}", "make room, or make the place writable, and run the same command again: it goes on from here", command.Shown, outcome.ExitCode, log);
        }

        if (MemoryFault.In(said) is { } memory)
        {
            return new(code, step, $"{memory}; {problem}", "give it more memory, or run fewer compilers at once by --jobs=1", command.Shown, outcome.ExitCode, log);
        }

        return said.Select(sandbox.TrespassIn).OfType<string>().FirstOrDefault() is { } trespass
            ? new(code, step, $"it tried to write where a build may not: {trespass}", "a build may write to its own tree and DESTDIR; mend the release's rules by a patch", command.Shown, outcome.ExitCode, log)
            : new(code, step, problem, nextStep, command.Shown, outcome.ExitCode, log, excerpt: excerpt);
    }
}
