using System.Text;
using Dom0Iptables.Compiling;
using Dom0Iptables.Handover;
using Dom0Iptables.Packaging;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Release;

namespace Dom0Iptables.HtmlReport;

/// <summary>Writes report.html, which tells of a run and of what it hands over. It depends on the clock, so no checksum is kept of it.</summary>
public static class ReportWriter
{
    /// <summary>The report's name among the artifacts.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes it into the folder that is about to be handed over, once all else lies there.</summary>
    /// <param name="inputs">What was built.</param>
    /// <param name="run">When.</param>
    /// <param name="folder">That folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Failures.PipelineException">rpm cannot read a package that is about to be handed over.</exception>
    public static async Task WriteAsync(ReleaseInputs inputs, RunRecord run, string folder, CancellationToken cancellationToken)
    {
        var packages = await Task.WhenAll(Directory.EnumerateFiles(folder, "*.rpm").Order(StringComparer.Ordinal).Select(path => RpmPackage.ReadAsync(ArtifactsBefore.Step, path, inputs.Environment, cancellationToken)));
        var contents = packages.Select(PackageContent.Of).OrderBy(package => package.IsSource).ToList();
        var before = new ArtifactsBefore(inputs.Artifacts, inputs.Workspace.Report, inputs.Environment);
        var facts = new ReportFacts(
            HandoverFile.ReadJson<Manifest>(Path.Combine(folder, HandoverFile.Manifest)),
            run,
            inputs.Platform.Description,
            CompilerMessages.Read(inputs.Workspace.Logs.ErrorLog),
            RehearsalReport.Read(Path.Combine(folder, HandoverFile.Rehearsal)),
            HandoverFile.ReadXenRehearsal(folder),
            [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(ManifestFile.Of)],
            [.. contents],
            await before.CompareAsync(folder, [.. contents], cancellationToken));
        await File.WriteAllTextAsync(Path.Combine(folder, FileName), ReportPage.Of(facts), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
    }
}
