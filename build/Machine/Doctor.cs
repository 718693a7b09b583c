using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Machine;

/// <summary>Says what this machine has and lacks.</summary>
/// <param name="reporter">Who is told.</param>
public sealed class Doctor(IReporter reporter)
{
    /// <summary>Looks at everything that the pipeline could need.</summary>
    /// <param name="requirements">What it could need.</param>
    /// <param name="scratch">A folder for a small program that is tried out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">Something that a whole build needs is lacking (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task ExamineAsync(ImmutableArray<Requirement> requirements, string scratch, CancellationToken cancellationToken)
    {
        var missing = await Provisioning.MissingAsync(requirements, cancellationToken);
        foreach (var requirement in requirements)
        {
            var has = !missing.Contains(requirement);
            reporter.Line($"  {(has ? "has  " : "LACKS")}  {requirement.Name}, for {string.Join(", ", requirement.Tasks)}{(has ? "" : $": apt-get install {requirement.DebianPackage}, dnf install {requirement.FedoraPackage}")}");
        }

        reporter.Line(Posix.IsRoot
            ? "  runs as root: what is lacking is installed by itself, on Debian"
            : "  runs as an ordinary user: what is lacking is named, not installed");
        reporter.Line(ProcessRunner.FindOnPath("apt-get") is null
            ? "  no apt-get: recipes cannot be fetched from a Debian mirror"
            : "  apt-get: recipes that name a Debian source package can be fetched from this machine's mirror");
        reporter.Line(ThirtyTwoBit.CanRun(scratch)
            ? "  the kernel runs 32-bit programs: packages for i686 can be tried out here without an emulator"
            : "  the kernel runs no 32-bit programs: packages for i686 are built and tried out under QEMU, but netfilter cannot be loaded with them");

        var needed = missing.Where(requirement => requirement.Tasks.Any(task => task != "Test")).ToList();
        if (needed.Count > 0)
        {
            throw new PipelineException(
                ExitCode.MissingTool,
                "Doctor",
                $"this machine lacks {string.Join(", ", needed.Select(requirement => requirement.Name))}",
                "run ./build.sh as root on Debian, which installs it, or install the packages named above");
        }

        reporter.Line(missing.Length == 0 ? "This machine has everything." : "This machine can build; for all tests it lacks what is named above.");
    }
}
