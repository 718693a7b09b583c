using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.VirtualMachines;

/// <summary>
/// The machine's own apt, with its mirrors, proxies and keys, but with lists and folders of ours and two architectures:
/// the machine stays as it is, no foreign architecture is added to it, and an ordinary user can do it.
/// </summary>
/// <param name="step">The step on whose behalf it is asked.</param>
/// <param name="folder">Where its lists are kept; made where it is not there.</param>
/// <param name="aptFolder">Where the machine's list of mirrors is: /etc/apt.</param>
/// <param name="reporter">Told what is going on.</param>
internal sealed class PrivateApt(string step, string folder, string aptFolder, IReporter reporter)
{
    private string Lists => Path.Combine(folder, "lists");

    private string Log => Path.Combine(folder, "apt.log");

    /// <summary>What apt-cache answers; null where it fails, as for a package that it does not know.</summary>
    public async Task<string?> AskAsync(ImmutableArray<string> question, CancellationToken cancellationToken)
    {
        await RequireListsAsync(cancellationToken);
        var outcome = await ProcessRunner.CaptureAsync(step, new Command("apt-cache", [.. Options(Lists), .. question]), cancellationToken);
        return outcome.Succeeded ? outcome.StandardOutput : null;
    }

    /// <summary>The names of the files that apt would download for packages; null where it does not know one of them.</summary>
    public async Task<ImmutableArray<string>?> FilesOfAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        await RequireListsAsync(cancellationToken);
        var outcome = await ProcessRunner.CaptureAsync(step, new Command("apt-get", [.. Options(Lists), "--quiet", "download", "--print-uris", .. packages]), cancellationToken);

        // 'address' file-name size checksum
        return outcome.Succeeded ? [.. outcome.StandardOutput.Split('\n').Where(line => line.StartsWith('\'')).Select(line => line.Split(' ')[1])] : null;
    }

    /// <summary>Downloads packages into a folder; apt holds their checksums against the signed lists.</summary>
    /// <returns>Null, or what apt said where it has not succeeded.</returns>
    public async Task<string?> DownloadAsync(ImmutableArray<string> packages, string into, CancellationToken cancellationToken)
    {
        var command = new Command("apt-get", [.. Options(Lists), "--quiet", "download", .. packages]) { WorkingDirectory = into };
        var errors = Path.Combine(folder, "download.errors");
        var outcome = await ProcessRunner.LogAsync(step, command, Log, errors, line => reporter.Progress(line), cancellationToken);
        return outcome.Succeeded ? null : Complaint(await File.ReadAllLinesAsync(errors, cancellationToken)) ?? $"apt-get download ended with exit code {outcome.ExitCode}";
    }

    /// <summary>Reads the mirrors' lists anew.</summary>
    /// <exception cref="PipelineException">Not one list came (<see cref="ExitCode.MissingTool"/>).</exception>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        reporter.Line($"{step}: reading the list of Debian packages (apt-get update, into {folder})");
        var partial = $"{Lists}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(Path.Combine(partial, "partial"));
        try
        {
            var errors = Path.Combine(folder, "update.errors");
            var command = new Command("apt-get", [.. Options(partial), "--quiet", "update"]);
            var outcome = await ProcessRunner.LogAsync(step, command, Log, errors, line => reporter.Progress(line), cancellationToken);

            // One dead mirror among many makes an update fail; what counts is whether any list came.
            if (!Directory.EnumerateFiles(partial, "*_Packages*").Any())
            {
                throw new PipelineException(
                    ExitCode.MissingTool,
                    step,
                    $"apt-get brought no list of Debian packages: {Complaint(await File.ReadAllLinesAsync(errors, cancellationToken)) ?? "it said nothing"}",
                    $"see that {aptFolder} names a Debian mirror that can be reached, then run the same command again",
                    command.Shown,
                    outcome.ExitCode,
                    Log);
            }

            Workspaces.TreeCopy.MoveIn(partial, Lists);
        }
        finally
        {
            Workspaces.TreeCopy.Remove(partial);
        }
    }

    private Task RequireListsAsync(CancellationToken cancellationToken) => Directory.Exists(Lists) ? Task.CompletedTask : UpdateAsync(cancellationToken);

    private static string? Complaint(IEnumerable<string> lines) => lines.FirstOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal) || line.StartsWith("W: Failed", StringComparison.Ordinal));

    private ImmutableArray<string> Options(string lists)
    {
        var cache = Path.Combine(folder, "cache");
        Directory.CreateDirectory(Path.Combine(cache, "archives", "partial"));
        var configuration = Path.Combine(folder, "apt.conf");

        // What the machine's owner hung onto an update is meant for the machine's own lists; some of it deletes files.
        // As root, apt would download as a user who cannot reach a cache in root's home. A list of a mirror that is a folder
        // would be a link into it, unless it is to be compressed.
        File.WriteAllText(
            configuration,
            """
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            #clear APT::Architectures;
            APT::Architecture "amd64";
            APT::Architectures { "amd64"; "i386"; };
            APT::Sandbox::User "root";
            Acquire::Languages "none";
            Acquire::GzipIndexes "true";
            Acquire::Retries "2";

            """);
        return
        [
            "-c", configuration,
            "-o", $"Dir::Etc::sourcelist={Path.Combine(aptFolder, "sources.list")}",
            "-o", $"Dir::Etc::sourceparts={Path.Combine(aptFolder, "sources.list.d")}",
            "-o", $"Dir::State::Lists={lists}",
            "-o", "Dir::State::status=/dev/null",
            "-o", $"Dir::Cache={cache}",
            "-o", "Dir::Cache::pkgcache=",
            "-o", "Dir::Cache::srcpkgcache=",
        ];
    }
}
