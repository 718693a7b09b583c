using Dom0Iptables.Reporting;

namespace Dom0Iptables.Tests;

/// <summary>Keeps what was reported, for a test to look at.</summary>
internal sealed class ReporterSpy : IReporter
{
    public int Width { get; init; } = 100;

    public List<string> Lines { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> ProgressLines { get; } = [];

    public void Line(string text) => Lines.Add(text);

    public void Detail(string text) => Lines.Add(text);

    public void Warning(string text) => Warnings.Add(text);

    public void Progress(string text) => ProgressLines.Add(text);
}
