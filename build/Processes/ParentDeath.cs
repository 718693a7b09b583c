using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Dom0Iptables.Processes;

/// <summary>
/// Binds what the pipeline starts to its own life: where it is killed outright, the kernel ends its processes too, and none
/// is left that still writes where the next run works.
/// </summary>
internal static class ParentDeath
{
    // util-linux has --pdeathsig since 2.33 (2018); an older one leaves the processes to themselves.
    private static readonly ImmutableArray<string> Words = ["setpriv", "--pdeathsig", "KILL"];

    /// <summary>The words before a command that bind it; none where this machine has no such tool.</summary>
    public static ImmutableArray<string> Binding { get; } = IsThere() ? Words : [];

    private static bool IsThere()
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo(Words[0], [.. Words[1..], "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
