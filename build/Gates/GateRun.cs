using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Gates;

/// <summary>Sends packages through all gates.</summary>
/// <param name="platform">What they must run on.</param>
/// <param name="recipes">The recipes they may have been made by: what such a recipe wants tried is tried.</param>
/// <param name="environment">The environment of the programs that examine them.</param>
/// <param name="scratch">A folder for the gates' own files; what was in it is gone afterwards.</param>
/// <param name="reporter">Shown how far it is, and the table.</param>
public sealed class GateRun(Platform platform, ImmutableArray<Recipe> recipes, BuildEnvironment environment, string scratch, IReporter reporter)
{
    private const string ReportName = "report.json";

    private readonly ImmutableArray<IGate> gates =
    [
        new SymbolsGate(),
        new LibrariesGate(),
        new ElfGate(),
        new InstructionsGate(),
        new RunGate(),
        new RpmGate(),
        new ScriptletsGate(),
        new FilesGate(),
        new RequiresGate(),
        new RpmlintGate(),
    ];

    /// <summary>The report of a run, in its scratch folder.</summary>
    public static string ReportIn(string scratch) => Path.Combine(scratch, ReportName);

    /// <summary>Examines packages, shows the result as a table, and leaves it as JSON.</summary>
    /// <param name="packages">The packages' full paths; those that belong together must be given together.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">A gate refuses them (<see cref="ExitCode.Gate"/>), or one of them is no whole RPM (<see cref="ExitCode.Packaging"/>).</exception>
    public async Task RunAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        var subject = await new SubjectReader(platform, recipes, environment, scratch).ReadAsync(packages, cancellationToken);
        var examined = 0;
        var counting = new Lock();
        var verdicts = await Task.WhenAll(gates.Select(ExamineAsync));
        var report = new GateReport(platform.Id, [.. subject.Packages.Select(package => package.Rpm.FileName)], [.. verdicts]);
        var reportPath = ReportIn(scratch);
        report.Write(reportPath);
        foreach (var line in GateTable.Of(report, reporter.Width))
        {
            reporter.Line(line);
        }

        if (report.Refuses())
        {
            var refusing = report.Verdicts.Where(verdict => verdict.Refuses).ToList();
            throw new PipelineException(
                ExitCode.Gate,
                GateSubject.Step,
                $"{refusing.Count} of {report.Verdicts.Length} gates refuse {string.Join(", ", report.Packages)} for {platform.Id}: {string.Join(", ", refusing.Select(verdict => $"{verdict.Gate} ({verdict.Findings.Length})"))}",
                "mend what is named above and run the same command again; the report has all of it",
                logPath: reportPath);
        }

        async Task<GateVerdict> ExamineAsync(IGate gate)
        {
            var verdict = await gate.ExamineAsync(subject, cancellationToken);
            lock (counting)
            {
                reporter.Progress($"{GateSubject.Step}: {verdict.Gate}: {verdict.Outcome}", (double)++examined / gates.Length);
            }

            return verdict;
        }
    }
}
