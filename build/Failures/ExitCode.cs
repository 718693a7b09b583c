namespace Dom0Iptables.Failures;

// Each code's documentation is its meaning, which the manual and the reference print: said twice, it would drift.
#pragma warning disable CS1591

/// <summary>The process exit codes of the pipeline. The table in README.md is tested against this one.</summary>
public enum ExitCode
{
    [ExitCodeMeaning("Everything asked for was done")]
    Success = 0,

    [ExitCodeMeaning("A fault of the pipeline itself: please report it with the log")]
    Unexpected = 1,

    [ExitCodeMeaning("An option, value or task name that nobody knows")]
    Usage = 2,

    [ExitCodeMeaning("A recipe, platform or spec file that is missing or wrong")]
    Recipe = 3,

    [ExitCodeMeaning("A program or package that the step needs is not on this machine")]
    MissingTool = 4,

    [ExitCodeMeaning("No place that was asked has the source archive")]
    SourceUnavailable = 5,

    [ExitCodeMeaning("A source archive's size, checksum or signature is not the expected one")]
    SourceMismatch = 6,

    [ExitCodeMeaning("A source archive is corrupt, truncated or hostile")]
    ArchiveRefused = 7,

    [ExitCodeMeaning("A patch did not apply")]
    Patch = 8,

    [ExitCodeMeaning("configure failed")]
    Configure = 9,

    [ExitCodeMeaning("make failed")]
    Make = 10,

    [ExitCodeMeaning("make install failed, or touched the machine outside of DESTDIR")]
    Stage = 11,

    [ExitCodeMeaning("rpmbuild failed, or its result is not what was staged")]
    Packaging = 12,

    [ExitCodeMeaning("Tests failed, or none ran")]
    Tests = 13,

    [ExitCodeMeaning("A write failed: the disk is full or the place is read-only")]
    Storage = 14,

    [ExitCodeMeaning("A step was asked for whose predecessor has not left its result")]
    StepOrder = 15,

    [ExitCodeMeaning("Another run works in the same workspace")]
    Busy = 16,

    [ExitCodeMeaning("A gate refuses the packages: the platform could not run, install or trust them")]
    Gate = 17,

    [ExitCodeMeaning("A rehearsal found that the packages do not do on dom0 what they are for")]
    Rehearsal = 18,

    [ExitCodeMeaning("Signing failed, or what was signed does not verify")]
    Signing = 19,

    [ExitCodeMeaning("Built again, an artifact has other bytes, or what was given is not what its source gives")]
    Reproduction = 20,

    [ExitCodeMeaning("A step took longer (--timeout) or printed more than it may; 124 is what timeout(1) says")]
    Limit = 124,

    [ExitCodeMeaning("Ended by SIGINT")]
    Interrupted = 130,

    [ExitCodeMeaning("Ended by SIGTERM")]
    Terminated = 143,
}
