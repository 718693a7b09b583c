using System.Collections.Immutable;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Machine;

/// <summary>Says what this machine has and lacks, what each thing that it lacks costs, and how to get it.</summary>
/// <param name="reporter">Who is told.</param>
public sealed class Doctor(IReporter reporter)
{
    private const string Build = "Default";
    private const string Tests = "Test";

    /// <summary>Looks at everything that the pipeline could need.</summary>
    /// <param name="requirements">What it could need.</param>
    /// <param name="scratch">A folder for a small program that is tried out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">Something that a whole build needs is lacking (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task ExamineAsync(ImmutableArray<Requirement> requirements, string scratch, CancellationToken cancellationToken)
    {
        var missing = await Provisioning.MissingAsync(requirements, cancellationToken);
        ShowWhatIsThere(requirements.Except(missing));
        ShowWhatIsNot(missing);
        reporter.Line(Posix.IsRoot
            ? "  runs as root: what is lacking is installed by itself, on Debian"
            : "  runs as an ordinary user: what is lacking is named, not installed");
        reporter.Line(ProcessRunner.FindOnPath("apt-get") is null
            ? "  no apt-get: recipes cannot be fetched from a Debian mirror"
            : "  apt-get: recipes that name a Debian source package can be fetched from this machine's mirror");
        reporter.Line(ThirtyTwoBit.CanRun(scratch)
            ? "  the kernel runs 32-bit programs: packages for i686 can be tried out here without an emulator"
            : "  the kernel runs no 32-bit programs: packages for i686 are built and tried out under QEMU, but netfilter cannot be loaded with them");

        var needed = missing.Where(requirement => requirement.Benefit is null && requirement.Tasks.Any(task => task != Tests)).ToList();
        if (needed.Count > 0)
        {
            throw new PipelineException(
                ExitCode.MissingTool,
                "Doctor",
                $"this machine lacks {string.Join(", ", needed.Select(requirement => requirement.Name))}",
                "run ./build.sh as root on Debian, which installs it, or install the packages named above");
        }

        reporter.Line(
            missing.Length == 0 ? "This machine has everything."
            : missing.All(requirement => requirement.Benefit is not null) ? "This machine has everything that is needed; what it lacks is optional."
            : "This machine can build; for all tests it lacks what is named above.");
    }

    private void ShowWhatIsThere(IEnumerable<Requirement> there)
    {
        var names = there.Select(requirement => requirement.Name).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
        {
            reporter.Line($"  has    {string.Join(", ", names)}");
        }
    }

    private void ShowWhatIsNot(ImmutableArray<Requirement> missing)
    {
        if (missing.IsEmpty)
        {
            return;
        }

        // The same thing may be needed for the tests and optional beside them.
        var rows = missing.OrderBy(Weight).GroupBy(requirement => (requirement.Name, requirement.DebianPackage, requirement.FedoraPackage)).Select(same => (string[])
            [same.Key.Name, $"apt-get install {same.Key.DebianPackage}", $"dnf install {same.Key.FedoraPackage}", string.Join("; ", same.Select(Cost))]);
        foreach (var line in TextTable.Of(reporter.Width, ["lacks", "Debian, Ubuntu", "Fedora, EL", "without it"], rows))
        {
            reporter.Line(line);
        }

        var needed = missing.Where(requirement => requirement.Benefit is null).ToList();
        if (needed.Count > 1)
        {
            reporter.Line($"  all that is not optional: apt-get install {Packages(needed, requirement => requirement.DebianPackage)}");
            reporter.Line($"                        or: dnf install {Packages(needed, requirement => requirement.FedoraPackage)}");
        }
    }

    // What stops a build comes first, what is optional last.
    private static int Weight(Requirement requirement) =>
        requirement.Benefit is not null ? 2 : Stops(requirement, Build) ? 0 : 1;

    private static string Cost(Requirement requirement)
    {
        if (requirement.Benefit is { } benefit)
        {
            return $"optional: {benefit}";
        }

        // A task that another of them has before it need not be named for itself.
        var first = requirement.Tasks.Where(task => !requirement.Tasks.Any(other => TaskTable.Follows(task, other))).ToList();
        var ofBuild = first.Where(task => task == Build || TaskTable.Follows(Build, task)).ToList();
        var others = first.Except(ofBuild).ToList();
        var costs = new List<string>();
        if (ofBuild.Count > 0)
        {
            costs.Add($"no build from {string.Join(", ", ofBuild)} on");
        }

        if (others.Count > 0)
        {
            costs.Add($"no {string.Join(", ", others)}");
        }

        return string.Join("; ", costs);
    }

    private static bool Stops(Requirement requirement, string task) =>
        requirement.Tasks.Any(lost => lost == task || TaskTable.Follows(task, lost));

    private static string Packages(IEnumerable<Requirement> requirements, Func<Requirement, string> package) =>
        string.Join(' ', requirements.SelectMany(requirement => package(requirement).Split(' ')).Distinct(StringComparer.Ordinal));
}
