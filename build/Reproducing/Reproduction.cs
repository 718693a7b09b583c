using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Release;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Reproducing;

/// <summary>Builds what was built again, under conditions made different on purpose, and compares every artifact.</summary>
/// <param name="project">The project.</param>
/// <param name="inputs">What was built.</param>
/// <param name="order">What has to be said to build it again.</param>
/// <param name="reporter">Told what came of it.</param>
public sealed class Reproduction(ProjectLayout project, ReleaseInputs inputs, RebuildOrder order, IReporter reporter)
{
    private const string Step = ConditionedBuild.Step;

    /// <summary>Does it. The report is left in the workspace.</summary>
    /// <exception cref="PipelineException">An artifact has other bytes, or a build failed (<see cref="ExitCode.Reproduction"/>).</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var top = inputs.Workspace.Reproduction;
        TreeCopy.Remove(top);
        Directory.CreateDirectory(top);
        var build = new ConditionedBuild(project, reporter);
        var own = (await build.OwnConditionsAsync(top, cancellationToken)).SetItem("jobs of make", inputs.Jobs.ToString(CultureInfo.InvariantCulture));

        var rounds = ImmutableArray.CreateBuilder<ReproductionRound>();
        foreach (var (index, conditions) in BuildConditions.Rounds.Index())
        {
            var clone = await ProjectClone.MakeAsync(Step, project, Path.Combine(top, (index + 1).ToString(CultureInfo.InvariantCulture)), cancellationToken);
            var seen = await build.RunAsync(clone, conditions, order, inputs.Workspace.Logs.Of($"{Step}-{index + 1}"), cancellationToken);
            var other = clone.Layout.Workspace(inputs.Recipe.Id, inputs.Platform.Id).Assembled;
            SayWhoCompiled(other);
            var comparison = new ArtifactComparison(Step, Path.Combine(top, "compared"), inputs.Environment);
            rounds.Add(new ReproductionRound(conditions.Name, seen, await comparison.CompareFoldersAsync(inputs.Workspace.Assembled, other, cancellationToken)));
            await Diffoscope.ExplainAsync(Step, rounds[^1].Artifacts, inputs.Workspace.Assembled, other, Path.Combine(top, ReproductionReport.DifferencesFolder), $"{index + 1}-", inputs.Environment, reporter, cancellationToken);
        }

        var report = new ReproductionReport(inputs.Recipe.Id, inputs.Platform.Id, own, rounds.ToImmutable());
        HandoverFile.WriteJson(Path.Combine(top, ReproductionReport.FileName), report);
        foreach (var line in ReproductionTable.Of(report, reporter.Width))
        {
            reporter.Line(line);
        }

        if (!report.IsSame)
        {
            var differing = report.Rounds.SelectMany(round => round.Artifacts.Where(artifact => !artifact.IsSame)).Select(artifact => artifact.File).Distinct(StringComparer.Ordinal).ToList();
            throw new PipelineException(
                ExitCode.Reproduction,
                Step,
                $"built again, {differing.Count} of {report.Rounds[0].Artifacts.Length} artifacts have other bytes: {string.Join(", ", differing)}",
                $"find out which condition gets into the first of them; the artifacts of each build are in {top}, and {ReproductionReport.FileName} there says what it saw");
        }

        for (var index = 0; index < BuildConditions.Rounds.Length; index++)
        {
            TreeCopy.Remove(Path.Combine(top, (index + 1).ToString(CultureInfo.InvariantCulture)));
        }
    }

    // What other machines have compiled is compiled here when it is built again, and the statements of that build say so.
    private void SayWhoCompiled(string other)
    {
        var manifest = HandoverFile.ReadJson<Manifest>(Path.Combine(inputs.Workspace.Assembled, HandoverFile.Manifest));
        if (ExpectedStatements.IsCompiledElsewhere(manifest))
        {
            ExpectedStatements.Write(other, inputs.Workspace.Assembled, manifest, ImmutableHashSet<string>.Empty, other);
            HandoverFile.WriteSums(other);
        }
    }
}
