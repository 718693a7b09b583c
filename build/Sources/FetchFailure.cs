using Dom0Iptables.Failures;

namespace Dom0Iptables.Sources;

/// <summary>Makes this room's failures, which all belong to the step Fetch.</summary>
internal static class FetchFailure
{
    public const string Step = "Fetch";

    public static PipelineException Of(ExitCode code, string problem, string nextStep, Exception? cause = null) =>
        new(code, Step, problem, nextStep, innerException: cause);

    public static PipelineException Usage(string problem, string nextStep) => Of(ExitCode.Usage, problem, nextStep);

    public static PipelineException Recipe(string problem, string nextStep) => Of(ExitCode.Recipe, problem, nextStep);

    public static PipelineException Mismatch(string problem, string nextStep) => Of(ExitCode.SourceMismatch, problem, nextStep);
}
