namespace Dom0Iptables.Reporting;

/// <summary>What the rooms say to whoever watches the run. Nothing that a machine needs travels this way.</summary>
public interface IReporter
{
    /// <summary>How many columns whoever watches has.</summary>
    int Width { get; }

    /// <summary>A line that everyone sees.</summary>
    void Line(string text);

    /// <summary>A line for those who asked for more (--verbosity verbose).</summary>
    void Detail(string text);

    /// <summary>Something that may surprise; it is shown loudly and again in the summary.</summary>
    void Warning(string text);

    /// <summary>A line that is overwritten by the next one on a terminal, and thinned out elsewhere.</summary>
    void Progress(string text);
}
