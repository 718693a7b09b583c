using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests;

/// <summary>Keeps what was reported, for a test to look at.</summary>
internal sealed class ReporterSpy : IReporter
{
    public int Width { get; init; } = 100;

    public bool ShowsProgress => true;

    public bool IsDrawing { get; init; }

    public List<string> Lines { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> ProgressLines { get; } = [];

    public List<(string Step, StepState State)> Steps { get; } = [];

    public void Plan(ImmutableArray<string> steps)
    {
    }

    public void StepBegins(string name) => Steps.Add((name, StepState.Running));

    public void StepEnds(string name, StepState state) => Steps.Add((name, state));

    public void Line(string text) => Lines.Add(text);

    public void Detail(string text) => Lines.Add(text);

    public void Warning(string text) => Warnings.Add(text);

    public void Progress(string text, double? fraction = null) => ProgressLines.Add(text);

    public void Artifact(string path)
    {
    }

    public void Close()
    {
    }

    public void Result(ExitCode code, Exception? failure)
    {
    }
}
