using System.Globalization;
using System.Xml.Linq;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Testing;

/// <summary>Checks the source's format and runs the tests, and believes neither dotnet's exit code nor its silence.</summary>
/// <param name="layout">Where the projects are.</param>
/// <param name="reporter">Told what came of it.</param>
public sealed class TestRun(ProjectLayout layout, IReporter reporter)
{
    private const string Step = "Test";

    private string Log => Path.Combine(layout.TestResults, "test.log");

    /// <summary>Runs everything.</summary>
    /// <param name="filter">Which tests, as dotnet test takes it; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">The format is not the agreed one, a test failed, or none ran (<see cref="ExitCode.Tests"/>).</exception>
    public async Task RunAsync(string? filter, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(layout.TestResults);
        Directory.CreateDirectory(layout.TestResults);
        foreach (var project in new[] { layout.BuildProject, layout.TestsProject })
        {
            await RequireFormatAsync(project, cancellationToken);
        }

        var test = Command.Of(
            "dotnet", "test", layout.TestsProject, "--configuration", "Release", "--logger", "trx;LogFileName=results.trx", "--logger", "console;verbosity=normal", "--results-directory", layout.TestResults);
        if (filter is not null)
        {
            test = test with { Arguments = [.. test.Arguments, "--filter", filter] };
        }

        var outcome = await ProcessRunner.LogAsync(Step, test, Log, null, line => reporter.Progress(line.Trim()), cancellationToken);
        var results = Path.Combine(layout.TestResults, "results.trx");
        if (!File.Exists(results))
        {
            var said = await File.ReadAllLinesAsync(Log, cancellationToken);
            var excerpt = LogExcerpt.Around(said, Array.FindIndex(said, line => line.Contains(": error ", StringComparison.Ordinal)));
            throw new PipelineException(ExitCode.Tests, Step, "the tests could not be built or started", excerpt.IsEmpty ? "see the log" : "mend what the marked line names", test.Shown, outcome.ExitCode, Log, excerpt: excerpt);
        }

        var tally = TestTally.Read(XDocument.Load(results));
        foreach (var line in tally.Details)
        {
            reporter.Line(line);
        }

        reporter.Line(tally.ToString());
        if (tally.Failed > 0 || tally.Passed == 0 || !outcome.Succeeded)
        {
            throw new PipelineException(
                ExitCode.Tests,
                Step,
                tally.Passed + tally.Failed == 0 ? "no test ran" : string.Create(CultureInfo.InvariantCulture, $"{tally.Failed} tests failed"),
                "see the failures above and the log",
                test.Shown,
                outcome.ExitCode,
                Log);
        }
    }

    private async Task RequireFormatAsync(string project, CancellationToken cancellationToken)
    {
        var format = Command.Of("dotnet", "format", project, "--verify-no-changes");
        var outcome = await ProcessRunner.LogAsync(Step, format, Log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(ExitCode.Tests, Step, $"{Path.GetFileName(project)} is not formatted as .editorconfig has it", $"run dotnet format {Path.GetRelativePath(layout.Top, project)}", format.Shown, outcome.ExitCode, Log);
        }

        reporter.Line($"Format: {Path.GetFileName(project)} is as .editorconfig has it");
    }
}
