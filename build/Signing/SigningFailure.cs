using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Signing;

/// <summary>Makes the room's failures.</summary>
internal static class SigningFailure
{
    /// <summary>The step's name, for errors.</summary>
    public const string Step = "Sign";

    public static PipelineException Of(string problem, string nextStep) => new(ExitCode.Signing, Step, problem, nextStep);

    public static PipelineException Of(string problem, string nextStep, Command command, int commandExitCode, string? logPath = null) =>
        new(ExitCode.Signing, Step, problem, nextStep, command.Shown, commandExitCode, logPath);

    /// <summary>A signature, or what was signed, is not what it must be.</summary>
    public static PipelineException Unverified(string problem, Command? command = null, int? commandExitCode = null) =>
        new(
            ExitCode.Signing,
            Step,
            problem,
            "nothing signed was handed over; run the same command again, and if it fails again look at the key and at gpg.conf (gpg --edit-key, gpgconf --list-options gpg)",
            command?.ToString(),
            commandExitCode);

    public static PipelineException Missing(string program, string debianPackage, string fedoraPackage) =>
        new(
            ExitCode.MissingTool,
            Step,
            $"the program '{program}', which --sign needs, is not on this machine",
            $"apt-get install {debianPackage}, or dnf install {fedoraPackage}");
}
