namespace Dom0Iptables.Failures;

/// <summary>The process exit codes of the pipeline. The table in README.md is tested against this one.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Success = 0,

    /// <summary>A fault of the pipeline itself: please report it with the log.</summary>
    Unexpected = 1,

    /// <summary>An option, value or task name that nobody knows.</summary>
    Usage = 2,

    /// <summary>A recipe, platform or spec file that is missing or wrong.</summary>
    Recipe = 3,

    /// <summary>A program or package that the step needs is not on this machine.</summary>
    MissingTool = 4,

    /// <summary>No place that was asked has the source archive.</summary>
    SourceUnavailable = 5,

    /// <summary>A source archive's size, checksum or signature is not the expected one.</summary>
    SourceMismatch = 6,

    /// <summary>A source archive is corrupt, truncated or hostile.</summary>
    ArchiveRefused = 7,

    /// <summary>A patch did not apply.</summary>
    Patch = 8,

    /// <summary>configure failed.</summary>
    Configure = 9,

    /// <summary>make failed.</summary>
    Make = 10,

    /// <summary>make install failed, or touched the machine outside of DESTDIR.</summary>
    Stage = 11,

    /// <summary>rpmbuild failed, or its result is not what was staged.</summary>
    Packaging = 12,

    /// <summary>Tests failed, or none ran.</summary>
    Tests = 13,

    /// <summary>A write failed: the disk is full or the place is read-only.</summary>
    Storage = 14,

    /// <summary>A step was asked for whose predecessor has not left its result.</summary>
    StepOrder = 15,

    /// <summary>Another run works in the same workspace.</summary>
    Busy = 16,

    /// <summary>A gate refuses the packages: the platform could not run, install or trust them.</summary>
    Gate = 17,

    /// <summary>A rehearsal found that the packages do not do on dom0 what they are for.</summary>
    Rehearsal = 18,

    /// <summary>Signing failed, or what was signed does not verify.</summary>
    Signing = 19,

    /// <summary>Built again, an artifact has other bytes, or what was given is not what its source gives.</summary>
    Reproduction = 20,

    /// <summary>A step took longer (--timeout) or printed more than it may; 124 is what timeout(1) says.</summary>
    Limit = 124,

    /// <summary>Ended by SIGINT.</summary>
    Interrupted = 130,

    /// <summary>Ended by SIGTERM.</summary>
    Terminated = 143,
}
