using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Signing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Repository;

/// <summary>
/// A yum repository of one platform: RPMS/ and SRPMS/, each with metadata that EL5's yum reads. What other releases have put
/// there stays, so that a dom0 can go back by <c>yum downgrade</c>.
/// </summary>
/// <param name="place">Its folder.</param>
/// <param name="log">Receives what createrepo_c says.</param>
/// <param name="environment">The environment of rpm.</param>
/// <param name="signer">Signs the metadata, or null.</param>
/// <param name="reporter">Told what is in it.</param>
public sealed class YumRepository(string place, string log, BuildEnvironment environment, ArtifactSigner? signer, IReporter reporter)
{
    /// <summary>The task's name.</summary>
    public const string Step = "Repo";

    /// <summary>What a dom0's administrator puts into /etc/yum.repos.d, once its address is filled in.</summary>
    public const string Configuration = "dom0-iptables.repo";

    // Beside each other: createrepo_c would list the packages of a folder in a folder, too.
    private const string Binary = "RPMS";
    private const string Source = "SRPMS";

    private static readonly ImmutableArray<string> Halves = [Binary, Source];

    /// <summary>Adds the packages of a folder. The repository is there whole, with them or as it was.</summary>
    /// <param name="artifacts">The folder.</param>
    /// <param name="epoch">The release's time, which its packages' files are dated by: the metadata names it.</param>
    /// <param name="cancellationToken">Ends createrepo_c.</param>
    /// <exception cref="PipelineException">
    /// A package of that name is there with other contents, or createrepo_c failed (<see cref="ExitCode.Packaging"/>), or it is
    /// missing (<see cref="ExitCode.MissingTool"/>); the metadata cannot be signed (<see cref="ExitCode.Signing"/>).
    /// </exception>
    public async Task AddAsync(string artifacts, DateTimeOffset epoch, CancellationToken cancellationToken)
    {
        var partial = place + ".partial";
        TreeCopy.Remove(partial);
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        File.Delete(log);
        foreach (var half in Halves)
        {
            var folder = Directory.CreateDirectory(Path.Combine(partial, half)).FullName;
            var before = Path.Combine(place, half);
            foreach (var package in Directory.Exists(before) ? Directory.EnumerateFiles(before, "*.rpm") : [])
            {
                Put(package, Path.Combine(folder, Path.GetFileName(package)), File.GetLastWriteTimeUtc(package));
            }

            foreach (var package in Directory.EnumerateFiles(artifacts, "*.rpm").Where(package => HalfOf(package) == half))
            {
                Add(package, Path.Combine(folder, Path.GetFileName(package)), epoch);
            }

            await DescribeAsync(folder, epoch, cancellationToken);
        }

        if (signer is not null)
        {
            await signer.SignFilesAsync([.. Halves.Select(half => Path.Combine(partial, half, "repodata", "repomd.xml"))], partial, cancellationToken);
        }

        WriteConfiguration(artifacts, partial, signer is not null);
        TreeCopy.MoveIn(partial, place);
        await TellUnsignedAsync(cancellationToken);
        var counts = Halves.Select(half => $"{Directory.GetFiles(Path.Combine(place, half), "*.rpm").Length} packages in {half}/");
        reporter.Line($"{Step}: {place}: {string.Join(", ", counts)}; metadata {(signer is null ? "not signed" : "signed")}; {Configuration} is for dom0's /etc/yum.repos.d");
    }

    // Such as those of releases that were added before there was a key.
    private async Task TellUnsignedAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(place, ArtifactSigner.PackageKeyName)))
        {
            return;
        }

        var packages = await Task.WhenAll(Directory.EnumerateFiles(Path.Combine(place, Binary), "*.rpm").Select(package => RpmPackage.ReadAsync(Step, package, environment, cancellationToken)));
        var unsigned = packages.Where(package => package.Signatures.IsEmpty).Select(package => package.FileName).Order(StringComparer.Ordinal).ToList();
        if (unsigned.Count > 0)
        {
            reporter.Warning($"{Step}: no client takes what is not signed, now that {Configuration} says gpgcheck=1: {string.Join(", ", unsigned)}; build and add each again with --sign");
        }
    }

    private static string HalfOf(string package) => package.EndsWith(".src.rpm", StringComparison.Ordinal) ? Source : Binary;

    // rpmbuild names a file by name, version, release and architecture. A client that has one of two that are called the
    // same would never take the other. A signature more or less is the same package.
    private void Add(string package, string target, DateTimeOffset epoch)
    {
        if (File.Exists(target) && UnsignedPart.Sha256(package) != UnsignedPart.Sha256(target))
        {
            throw new PipelineException(
                ExitCode.Packaging,
                Step,
                $"{Path.GetFileName(package)} is in {place} with other contents, and a dom0 that has that one would never take this one",
                "raise the Release in the spec; or, where nobody has taken the earlier one, remove it from there");
        }

        Put(package, target, epoch.UtcDateTime);
    }

    private static void Put(string package, string target, DateTime time)
    {
        File.Copy(package, target, overwrite: true);
        File.SetLastWriteTimeUtc(target, time);
    }

    private async Task DescribeAsync(string folder, DateTimeOffset epoch, CancellationToken cancellationToken)
    {
        // The newest package's time: what only grows is never older than what a client has in its cache.
        var revision = Directory.EnumerateFiles(folder, "*.rpm")
            .Select(package => new DateTimeOffset(File.GetLastWriteTimeUtc(package), TimeSpan.Zero).ToUnixTimeSeconds())
            .Append(epoch.ToUnixTimeSeconds())
            .Max();
        ImmutableArray<string> arguments =
        [
            // The Python 2.4 of EL5's yum knows no SHA-256 ("Error performing checksum"), and yum calls SHA-1 "sha".
            // http://prefetch.net/blog/index.php/2009/11/26/dealing-with-yum-checksum-errors/
            "--quiet", "--checksum=sha", "--no-database", "--general-compress-type=gz", "--simple-md-filenames",
            "--workers=1", $"--revision={revision}", "--set-timestamp-to-revision", folder,
        ];
        var command = new Command("createrepo_c", arguments);
        var outcome = await ProcessRunner.LogAsync(Step, command, log, null, null, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw StorageFault.Of(folder, log) is { } fault
                ? new PipelineException(ExitCode.Storage, Step, fault, "make room, or make the place writable, and run the same command again", command.Shown, outcome.ExitCode, log)
                : new PipelineException(ExitCode.Packaging, Step, "createrepo_c failed", "see the log", command.Shown, outcome.ExitCode, log);
        }
    }

    // Whether packages are signed is seen by the key that is handed over with them.
    private static void WriteConfiguration(string artifacts, string folder, bool isMetadataSigned)
    {
        var key = Path.Combine(artifacts, ArtifactSigner.PackageKeyName);
        var isSigned = File.Exists(key);
        if (isSigned)
        {
            File.Copy(key, Path.Combine(folder, ArtifactSigner.PackageKeyName));
        }

        // repo_gpgcheck is not asked for: the yum of EL5 (3.2.22) refuses such a repository without pygpgme, which EL5 has not,
        // and reads no key of today from gpgkey.
        string[] lines =
        [
            "# Fill in where this folder is served; a folder of the machine itself is file:///PATH.",
            .. isMetadataSigned ? [$"# The metadata are signed, too, by {ArtifactSigner.PublicKeyName}. dnf verifies that: repo_gpgcheck=1, and that key in gpgkey."] : Array.Empty<string>(),
            "[dom0-iptables]",
            "name=iptables for dom0",
            $"baseurl=http://REPLACE.example/{Binary}",
            "enabled=1",
            .. isSigned ? ["gpgcheck=1", $"gpgkey=http://REPLACE.example/{ArtifactSigner.PackageKeyName}"] : new[] { "gpgcheck=0" },
        ];
        File.WriteAllLines(Path.Combine(folder, Configuration), lines);
    }
}
