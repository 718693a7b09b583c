namespace Dom0Iptables.Reporting;

/// <summary>How a log is parted into steps that a reader can fold.</summary>
public enum LogGroups
{
    /// <summary>By a line that names the step.</summary>
    Plain,

    /// <summary>As GitHub Actions reads it (workflow commands "group", "endgroup" and "warning").</summary>
    GitHub,

    /// <summary>As GitLab CI reads it (section_start and section_end, with their escape codes).</summary>
    GitLab,
}
