using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reporting;

/// <summary>Reports nothing but the paths of what is handed over, a line each, and warnings.</summary>
/// <param name="output">Where the paths go.</param>
/// <param name="error">Where warnings go.</param>
public sealed class QuietReporter(TextWriter output, TextWriter error) : IReporter
{
    /// <inheritdoc/>
    public int Width => int.MaxValue;

    /// <inheritdoc/>
    public bool ShowsProgress => false;

    /// <inheritdoc/>
    public bool IsDrawing => false;

    /// <inheritdoc/>
    public void Plan(ImmutableArray<string> steps)
    {
    }

    /// <inheritdoc/>
    public void StepBegins(string name)
    {
    }

    /// <inheritdoc/>
    public void StepEnds(string name, StepState state)
    {
    }

    /// <inheritdoc/>
    public void Line(string text)
    {
    }

    /// <inheritdoc/>
    public void Detail(string text)
    {
    }

    /// <inheritdoc/>
    public void Warning(string text) => error.WriteLine($"Warning: {Printable.Lines(text)}");

    /// <inheritdoc/>
    public void Progress(string text, double? fraction = null)
    {
    }

    /// <inheritdoc/>
    public void Artifact(string path) => output.WriteLine(path);

    /// <inheritdoc/>
    public void Close()
    {
    }

    /// <inheritdoc/>
    public void Result(ExitCode code, Exception? failure)
    {
    }
}
