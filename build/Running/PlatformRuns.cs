using System.Collections.Immutable;
using System.Text.Json;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Running;

/// <summary>
/// Several platforms in one command: a run of the pipeline for each, beside each other, so that one compiles while another
/// waits for packets. They have a workspace each and share the cache, as any two runs do.
/// </summary>
/// <param name="layout">Where the folders are.</param>
/// <param name="reporter">Told what each run tells, by the platform's name.</param>
public sealed class PlatformRuns(ProjectLayout layout, IReporter reporter)
{
    /// <summary>What it calls itself, for errors and logs.</summary>
    public const string Step = "Platforms";

    /// <summary>Runs them all, the later ones also where an earlier one fails.</summary>
    /// <param name="platforms">The platforms' names.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellationToken">Ends them.</param>
    /// <returns>The exit code of the first of them that failed, in the order they were named; else success.</returns>
    public async Task<ExitCode> RunAsync(ImmutableArray<string> platforms, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // The first installs what the machine lacks; a package manager serves one at a time.
        var isProvided = new TaskCompletionSource();
        using var slots = new SemaphoreSlim(Math.Max(2, Environment.ProcessorCount));
        var runs = platforms.Select(async (platform, index) =>
        {
            if (index > 0)
            {
                await isProvided.Task.WaitAsync(cancellationToken);
            }

            if (!await slots.WaitAsync(TimeSpan.Zero, cancellationToken))
            {
                reporter.Line($"{platform}: waits until another has ended; as many run at once as there are processors, and two at least");
                await slots.WaitAsync(cancellationToken);
            }

            try
            {
                return await RunAsync(platform, arguments, isProvided, cancellationToken);
            }
            finally
            {
                isProvided.TrySetResult();
                slots.Release();
            }
        }).ToImmutableArray();
        var codes = await Task.WhenAll(runs);
        foreach (var (platform, code) in platforms.Zip(codes))
        {
            reporter.Line(code == ExitCode.Success ? $"{platform}: done" : $"{platform}: failed with exit code {(int)code}");
        }

        return codes.FirstOrDefault(code => code != ExitCode.Success);
    }

    private async Task<ExitCode> RunAsync(string platform, IReadOnlyList<string> arguments, TaskCompletionSource isProvided, CancellationToken cancellationToken)
    {
        var command = new Command(Environment.ProcessPath!, [typeof(PlatformRuns).Assembly.Location, .. CommandLineReader.ForPlatform(arguments, platform), "--json"]);
        var log = Path.Combine(layout.Workspaces, $"{Step}-{platform}.log".ToLowerInvariant());
        Directory.CreateDirectory(layout.Workspaces);
        File.Delete(log);
        var outcome = await ProcessRunner.LogAsync(Step, command, log, null, line => Retell(platform, line, isProvided), cancellationToken);
        return (ExitCode)outcome.ExitCode;
    }

    private void Retell(string platform, string line, TaskCompletionSource isProvided)
    {
        if (!line.StartsWith('{'))
        {
            // What a run has to say to a person only: its error, its warnings.
            reporter.Line($"{platform}: {line}");
            return;
        }

        using var document = JsonDocument.Parse(line);
        var told = document.RootElement;
        var step = Text("step") is { } name ? $"{platform}: {name}" : platform;
        switch (Text("event"))
        {
            case "plan":
                isProvided.TrySetResult();
                reporter.Plan([.. told.GetProperty("steps").EnumerateArray().Select(planned => $"{platform}: {planned.GetString()}")]);
                break;
            case "begin":
                reporter.StepBegins(step);
                break;
            case "end":
                reporter.StepEnds(step, Enum.Parse<StepState>(Text("state")!, ignoreCase: true));
                break;
            case "line":
                InStep();
                reporter.Line(Text("text") is { Length: > 0 } text ? $"{platform}: {text}" : "");
                break;
            case "detail":
                InStep();
                reporter.Detail($"{platform}: {Text("text")}");
                break;
            case "warning":
                InStep();
                reporter.Warning($"{platform}: {Text("text")}");
                break;
            case "artifact":
                reporter.Artifact(Text("path")!);
                break;
            case "progress":
                InStep();
                reporter.Progress($"{platform}: {Text("text")}", told.TryGetProperty("fraction", out var fraction) ? fraction.GetDouble() : null);
                break;
        }

        // What follows is that step's, of those that the runs have under way beside each other.
        void InStep()
        {
            if (Text("step") is not null)
            {
                reporter.StepBegins(step);
            }
        }

        string? Text(string property) => told.TryGetProperty(property, out var value) ? value.GetString() : null;
    }
}
