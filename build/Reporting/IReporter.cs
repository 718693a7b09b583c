using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Reporting;

/// <summary>What the rooms say to whoever watches the run. Nothing that a step needs travels this way.</summary>
public interface IReporter
{
    /// <summary>How many columns whoever watches has.</summary>
    int Width { get; }

    /// <summary>Whether progress is looked at, so that it is worth to count what there is to do.</summary>
    bool ShowsProgress { get; }

    /// <summary>Whether it keeps a picture on the terminal now, which whatever is written there by others would break.</summary>
    bool IsDrawing { get; }

    /// <summary>The steps that are to come, in their order.</summary>
    void Plan(ImmutableArray<string> steps);

    /// <summary>A step begins, or is gone on with, in the flow that calls; what that flow says from here on is the step's.</summary>
    void StepBegins(string name);

    /// <summary>A step has ended.</summary>
    void StepEnds(string name, StepState state);

    /// <summary>A line that everyone sees.</summary>
    void Line(string text);

    /// <summary>A line for those who asked for more (--verbosity verbose).</summary>
    void Detail(string text);

    /// <summary>Something that may surprise; it is shown loudly.</summary>
    void Warning(string text);

    /// <summary>A line that is overwritten by the next one on a terminal, and thinned out elsewhere.</summary>
    /// <param name="text">What is being done.</param>
    /// <param name="fraction">How much of the step is done, from 0 to 1, where that is known.</param>
    void Progress(string text, double? fraction = null);

    /// <summary>A file that is handed over.</summary>
    /// <param name="path">Its full path.</param>
    void Artifact(string path);

    /// <summary>No step follows: what was shown of them while they ran may go.</summary>
    void Close();

    /// <summary>How the run has ended.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="failure">What it failed with, or null.</param>
    void Result(ExitCode code, Exception? failure);
}
