using System.ComponentModel;
using System.Text;
using CliWrap;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Processes;

/// <summary>Runs every process of the pipeline, by CliWrap. It judges no exit code: the caller knows what one means.</summary>
public static class ProcessRunner
{
    // The most that a build has printed so far is 2 MB (make V=1); what prints this much never ends.
    private const long MostLogBytes = 64 * 1024 * 1024;

    /// <summary>Runs a command to its end and captures what it prints (for short answers).</summary>
    /// <param name="step">The step on whose behalf it runs; named if the program is missing.</param>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Kills the process and its children.</param>
    /// <exception cref="PipelineException">The program is not on this machine.</exception>
    public static async Task<ProcessOutcome> CaptureAsync(string step, Command command, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        var outcome = await RunAsync(step, command, PipeTarget.ToStringBuilder(output), PipeTarget.ToStringBuilder(error), cancellationToken);
        return outcome with { StandardOutput = output.ToString(), StandardError = error.ToString() };
    }

    /// <summary>
    /// Runs a command to its end with its output going into files, byte for byte.
    /// </summary>
    /// <param name="step">The step on whose behalf it runs.</param>
    /// <param name="command">What to run.</param>
    /// <param name="outputPath">The file that receives stdout; the first line of it is the command.</param>
    /// <param name="errorPath">The file that receives stderr and nothing else; null sends stderr to <paramref name="outputPath"/> too.</param>
    /// <param name="onLine">Called with each line of stdout as it comes.</param>
    /// <param name="cancellationToken">Kills the process and its children.</param>
    /// <exception cref="PipelineException">The program is not on this machine, or it prints without end (<see cref="ExitCode.Limit"/>).</exception>
    public static async Task<ProcessOutcome> LogAsync(
        string step,
        Command command,
        string outputPath,
        string? errorPath,
        Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(outputPath)!);
        await using var output = new FileStream(outputPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
        await output.WriteAsync(Encoding.UTF8.GetBytes($"$ {command}\n"), cancellationToken);
        await using var error = errorPath is null ? null : new FileStream(errorPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1);

        using var overflow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outputTarget = Bounded(output, overflow);
        if (onLine is not null)
        {
            outputTarget = PipeTarget.Merge(outputTarget, PipeTarget.ToDelegate(onLine));
        }

        try
        {
            return await RunAsync(step, command, outputTarget, error is null ? null : Bounded(error, overflow), overflow.Token);
        }
        catch (OperationCanceledException) when (overflow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PipelineException(
                ExitCode.Limit,
                step,
                $"it printed more than {MostLogBytes / 1024 / 1024} MiB, and was ended",
                "see the end of the log for what it repeats",
                command.Shown,
                logPath: outputPath);
        }
    }

    // Past the limit it is still read, so that the process does not stand still before it is killed.
    private static PipeTarget Bounded(Stream file, CancellationTokenSource overflow) =>
        PipeTarget.Create(async (source, cancellationToken) =>
        {
            var buffer = new byte[81920];
            var written = 0L;
            int count;
            while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                written += count;
                if (written > MostLogBytes)
                {
                    await overflow.CancelAsync();
                }
                else
                {
                    await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
            }
        });

    private static async Task<ProcessOutcome> RunAsync(
        string step,
        Command command,
        PipeTarget output,
        PipeTarget? error,
        CancellationToken cancellationToken)
    {
        // A short environment is what makes a build repeatable, and CliWrap only adds to the inherited one: env -i clears it.
        var program = command.Environment is null ? command.Program : "/usr/bin/env";
        var arguments = command.Environment is null
            ? command.Arguments
            : ["-i", .. command.Environment.Select(pair => $"{pair.Key}={pair.Value}"), command.Program, .. command.Arguments];

        // Two pipes that are read side by side lose the order of what was written to them; one pipe keeps it.
        if (error is null)
        {
            arguments = ["-c", "exec \"$@\" 2>&1", "sh", program, .. arguments];
            program = "/bin/sh";
        }

        if (ParentDeath.Binding is { Length: > 0 } binding && !command.OutlivesPipeline)
        {
            arguments = [.. binding[1..], program, .. arguments];
            program = binding[0];
        }

        var wrapped = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Null)
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(error ?? PipeTarget.Null);
        if (command.WorkingDirectory is not null)
        {
            wrapped = wrapped.WithWorkingDirectory(command.WorkingDirectory);
        }

        var started = DateTimeOffset.UtcNow;
        try
        {
            var running = await ProcessParent.StartAsync(() => command.OutlivesPipeline
                ? wrapped.ExecuteAsync(CancellationToken.None, cancellationToken)
                : wrapped.ExecuteAsync(cancellationToken));
            using var meter = ProcessorMeter.Begin(running.ProcessId);
            var result = await running;

            // env and sh say 127 where the program is not to be found; but so may the program itself.
            if (result.ExitCode == 127 && !IsThere(command))
            {
                throw Missing(step, command, null);
            }

            var outcome = new ProcessOutcome(result.ExitCode, "", "", result.RunTime);
            ProcessWatch.Tell(command, started, outcome, meter.Seconds);
            return outcome;
        }
        catch (Win32Exception exception)
        {
            throw Missing(step, command, exception);
        }
    }

    /// <summary>The full path of a program, or null where the search path has none.</summary>
    /// <param name="program">A name, or a path that is taken as it is.</param>
    /// <param name="searchPath">Folders parted by colons; null for the pipeline's own PATH.</param>
    public static string? FindOnPath(string program, string? searchPath = null)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(program) ? program : null;
        }

        var folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    private static bool IsThere(Command command) =>
        FindOnPath(
            command.Program.Contains('/', StringComparison.Ordinal) ? Path.Combine(command.WorkingDirectory ?? "", command.Program) : command.Program,
            command.Environment?.GetValueOrDefault("PATH")) is not null;

    internal static PipelineException Missing(string step, Command command, Exception? cause) =>
        new(
            ExitCode.MissingTool,
            step,
            $"the program '{command.Program}' is not on this machine, or cannot be started",
            "run ./build.sh --target=Doctor to see what is missing and which package brings it",
            command.Shown,
            innerException: cause);
}
