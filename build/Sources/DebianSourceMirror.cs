using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>
/// Takes an upstream archive out of a Debian source package, from the mirrors that the machine's own apt uses.
/// apt itself downloads, with its proxies, passwords and keys; but into lists and folders of ours, so that
/// the machine stays as it is and an ordinary user can do it.
/// </summary>
/// <param name="reporter">Told what is going on.</param>
/// <param name="aptFolder">Where the machine's list of mirrors is: /etc/apt.</param>
internal sealed partial class DebianSourceMirror(IReporter reporter, string aptFolder)
{
    /// <summary>The mirror's name for people.</summary>
    public const string Place = "apt's source mirror";

    // What the machine's owner hung onto an update is meant for the machine's own lists; some of it deletes files.
    private const string Configuration =
        """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;

        """;

    /// <summary>Downloads the file.</summary>
    /// <param name="source">Which file of which package.</param>
    /// <param name="sha256">The SHA-256 that is wanted, lower-case hex: decides where two versions have a file of that name; or null.</param>
    /// <param name="workFolder">Where apt's private lists and the download go.</param>
    /// <param name="cancellationToken">Ends apt.</param>
    /// <returns>The downloaded file, and the version of the package it is of.</returns>
    /// <exception cref="PlaceFailure">There is no apt, or it has not the file.</exception>
    public async Task<(string Path, string Version)> DownloadAsync(
        DebianSource source,
        string? sha256,
        string workFolder,
        CancellationToken cancellationToken)
    {
        if (!PackageName().IsMatch(source.Package) || source.FileName != Path.GetFileName(source.FileName) || source.FileName.Length == 0)
        {
            throw FetchFailure.Recipe($"'{source.Package}' with '{source.FileName}' is no Debian source package and file of it", "correct the Debian source package in the recipe");
        }

        if (ProcessRunner.FindOnPath("apt-get") is null || ProcessRunner.FindOnPath("apt-cache") is null)
        {
            throw new PlaceFailure("there is no apt-get on this machine");
        }

        var apt = Path.Combine(Path.GetFullPath(workFolder), "apt");
        var options = Prepare(apt);
        var log = Path.Combine(apt, "apt.log");
        reporter.Line($"{Place}: reading its list of source packages (apt-get update, into {apt})");
        var update = await RunAsync("apt-get", "update", options, [], apt, log, cancellationToken);

        // One dead mirror among many makes an update fail; what counts is whether the package is in what did come.
        var version = await FindVersionAsync(source, sha256, options, update, cancellationToken);
        var download = Path.Combine(apt, "download");
        reporter.Line($"{Place}: downloading {source.FileName} of {source.Package} {version}");
        var said = await RunAsync(
            "apt-get",
            "source",
            options,
            ["--download-only", "--tar-only", "--only-source", $"{source.Package}={version}"],
            download,
            log,
            cancellationToken);
        var file = Path.Combine(download, source.FileName);
        return File.Exists(file)
            ? (file, version)
            : throw new PlaceFailure($"did not bring {source.FileName} of {source.Package} {version}: {said ?? "apt-get said nothing"} (log: {log})");
    }

    /// <summary>Removes the private lists, some 20 MB, when they have served.</summary>
    public static void CleanUp(string workFolder)
    {
        var apt = Path.Combine(Path.GetFullPath(workFolder), "apt");
        Storage.Write(apt, () => Directory.Delete(apt, recursive: true));
    }

    private static async Task<string> FindVersionAsync(
        DebianSource source,
        string? sha256,
        ImmutableArray<string> options,
        string? update,
        CancellationToken cancellationToken)
    {
        var command = new Command("apt-cache", [.. options, "showsrc", "--only-source", source.Package]);
        var outcome = await ProcessRunner.CaptureAsync(FetchFailure.Step, command, cancellationToken);
        var offers = outcome.StandardOutput.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(stanza => (Version: VersionField().Match(stanza).Groups[1].Value, Stanza: stanza))
            .Where(offer => offer.Version.Length > 0)
            .ToList();
        var fitting = offers.Where(offer => FileLine(source.FileName, ".*").IsMatch(offer.Stanza)).ToList();
        if (fitting.Count > 0)
        {
            var exact = fitting.Where(offer => sha256 is not null && FileLine(source.FileName, sha256).IsMatch(offer.Stanza));
            return exact.Concat(fitting).First().Version;
        }

        throw new PlaceFailure(
            offers.Count > 0
                ? $"offers {source.Package} {string.Join(", ", offers.Select(offer => offer.Version).Distinct())}, none of which holds {source.FileName}"
                : $"has no source package {source.Package}{(update is null ? "" : $" ({update})")}");
    }

    private static Regex FileLine(string fileName, string checksum) =>
        new($"^ {checksum} [0-9]+ {Regex.Escape(fileName)}\r?$", RegexOptions.Multiline);

    private static async Task<string?> RunAsync(
        string program,
        string verb,
        ImmutableArray<string> options,
        ImmutableArray<string> arguments,
        string folder,
        string log,
        CancellationToken cancellationToken)
    {
        var errors = Path.Combine(Path.GetDirectoryName(log)!, $"{verb}.errors");
        var command = new Command(program, [.. options, "--quiet", verb, .. arguments]) { WorkingDirectory = folder };
        var outcome = await ProcessRunner.LogAsync(FetchFailure.Step, command, log, errors, null, cancellationToken);
        var words = (await File.ReadAllLinesAsync(errors, cancellationToken)).Where(line => line.StartsWith("E: ", StringComparison.Ordinal)
            || line.StartsWith("W: Failed", StringComparison.Ordinal)).ToList();
        return words.FirstOrDefault() ?? (outcome.Succeeded ? null : $"apt-get {verb} ended with exit code {outcome.ExitCode}");
    }

    private ImmutableArray<string> Prepare(string apt)
    {
        var entries = Read("sources.list", "*.list").SelectMany(AptSources.OfList).Distinct().ToList();
        var stanzas = Read(null, "*.sources").SelectMany(AptSources.OfDeb822).Distinct().ToList();
        if (entries.Count + stanzas.Count == 0)
        {
            throw new PlaceFailure($"{aptFolder} names no mirror");
        }

        var parts = Path.Combine(apt, "sources.list.d");
        var configuration = Path.Combine(apt, "apt.conf");
        Storage.Write(apt, () =>
        {
            // Of a run that was killed in the midst of it.
            if (Directory.Exists(apt))
            {
                Directory.Delete(apt, recursive: true);
            }

            foreach (var folder in (string[])[parts, Path.Combine(apt, "download"), Path.Combine(apt, "lists", "partial"), Path.Combine(apt, "cache", "archives", "partial")])
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllText(configuration, Configuration);
            File.WriteAllText(Path.Combine(parts, "machine.list"), string.Concat(entries.Select(entry => entry + "\n")));
            File.WriteAllText(Path.Combine(parts, "machine.sources"), string.Join('\n', stanzas.Select(stanza => stanza + "\n")));
        });
        return
        [
            "-c", configuration,
            "-o", "Dir::Etc::sourcelist=/dev/null",
            "-o", $"Dir::Etc::sourceparts={parts}",
            "-o", $"Dir::State::Lists={Path.Combine(apt, "lists")}",
            "-o", $"Dir::Cache={Path.Combine(apt, "cache")}",
            "-o", "Dir::Cache::pkgcache=",
            "-o", "Dir::Cache::srcpkgcache=",
        ];
    }

    private IEnumerable<string> Read(string? main, string pattern)
    {
        var parts = Path.Combine(aptFolder, "sources.list.d");
        var files = Directory.Exists(parts) ? Directory.GetFiles(parts, pattern).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        if (main is not null)
        {
            files = files.Prepend(Path.Combine(aptFolder, main));
        }

        foreach (var file in files.Where(File.Exists))
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                reporter.Warning($"{Place}: {file} cannot be read and is left out: {exception.Message}");
                continue;
            }

            yield return text;
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9+.-]+$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^Version: (\S+)", RegexOptions.Multiline)]
    private static partial Regex VersionField();
}
