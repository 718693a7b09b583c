using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Compiling;

/// <summary>
/// Finds what changed on the host since a moment, by the change times that the kernel keeps and nobody can set:
/// contents, modes, owners, new and removed names all show.
/// </summary>
/// <param name="places">The folders of the host where programs are installed to.</param>
/// <param name="ours">Folders of the pipeline, which may change.</param>
/// <param name="marker">A file of the pipeline whose change time is the moment.</param>
public sealed partial class HostCensus(ImmutableArray<string> places, ImmutableArray<string> ours, string marker)
{
    /// <summary>Where a make install could put things.</summary>
    public static ImmutableArray<string> InstallationPlaces { get; } = ["/usr", "/etc", "/opt", "/bin", "/sbin", "/lib", "/lib32", "/lib64"];

    /// <summary>Marks the moment.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(marker)!);
        File.WriteAllText(marker, "");

        // The kernel's file times go by its tick (at most 10 ms); find asks for strictly later ones.
        Thread.Sleep(20);
    }

    /// <summary>What has changed since <see cref="Begin"/>, sorted.</summary>
    /// <exception cref="PipelineException">The host could not be looked at: then nothing is proved (<see cref="ExitCode.Stage"/>).</exception>
    public async Task<ImmutableArray<string>> ChangedAsync(CancellationToken cancellationToken)
    {
        var arguments = places.Where(Directory.Exists).Select(Real).Distinct(StringComparer.Ordinal).ToList();
        if (arguments.Count == 0)
        {
            // find would look into the current folder instead.
            return [];
        }

        if (ours.Length > 0)
        {
            arguments.Add("(");
            arguments.AddRange(ours.Select(Literally).SelectMany((folder, index) => index == 0 ? new[] { "-path", folder } : ["-o", "-path", folder]));
            arguments.AddRange([")", "-prune", "-o"]);
        }

        arguments.AddRange(["-cnewer", marker, "-print"]);

        // What it says of a folder that it may not enter is recognised below, so it must say it in English.
        var find = Command.Of("env", ["LC_ALL=C", "find", .. arguments]);
        var outcome = await ProcessRunner.CaptureAsync("Stage", find, cancellationToken);

        // An ordinary user cannot look into some folders, and cannot write there either.
        if (!outcome.Succeeded && outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(line => !line.EndsWith("Permission denied", StringComparison.Ordinal)))
        {
            throw new PipelineException(
                ExitCode.Stage,
                "Stage",
                $"whether the machine changed cannot be seen: {outcome.StandardError.Trim()}",
                "run again",
                find.ToString(),
                outcome.ExitCode);
        }

        return [.. outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    // -path takes a pattern, and a clone may lie in a folder named like one.
    private static string Literally(string folder) => PatternCharacter().Replace(folder, @"\$0");

    // /bin is a link to /usr/bin on merged systems, and find does not enter a link.
    private static string Real(string folder) => new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;

    [GeneratedRegex(@"[\\*?\[]")]
    private static partial Regex PatternCharacter();
}
