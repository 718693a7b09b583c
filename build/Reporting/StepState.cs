namespace Dom0Iptables.Reporting;

/// <summary>How far a step has come.</summary>
public enum StepState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It was run to its end.</summary>
    Done,

    /// <summary>What an earlier run left is kept: nothing has changed.</summary>
    Kept,

    /// <summary>It failed, or was stopped.</summary>
    Failed,
}
