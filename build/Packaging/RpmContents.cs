using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Packaging;

/// <summary>What a package holds, as rpm reads it.</summary>
/// <param name="Package">The package's full path.</param>
/// <param name="UsesSha256">Whether its digests are SHA-256; else MD5, which is all that rpm 4.4 knows.</param>
/// <param name="Files">Its files, folders and links.</param>
public sealed record RpmContents(string Package, bool UsesSha256, ImmutableArray<RpmFile> Files)
{
    // The numbers of OpenPGP (RFC 4880, 9.4); a package without the tag has MD5.
    private const string Sha256Algorithm = "8";

    /// <summary>Reads a package's file list.</summary>
    /// <exception cref="PipelineException">rpm cannot read it (<see cref="ExitCode.Packaging"/>).</exception>
    public static async Task<RpmContents> ReadAsync(string step, string package, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        const string format = @"%{FILEDIGESTALGO}\n[%{FILENAMES}\t%{FILEMODES}\t%{FILEDIGESTS}\t%{FILELINKTOS}\n]";
        var query = environment.In(Path.GetDirectoryName(package)!, Command.Of("rpm", "-qp", "--nosignature", "--qf", format, package));
        var outcome = await ProcessRunner.CaptureAsync(step, query, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(ExitCode.Packaging, step, $"rpm cannot read {package}: {outcome.StandardError.Trim()}", "see the log", query.ToString(), outcome.ExitCode);
        }

        var lines = outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new RpmContents(package, lines[0] == Sha256Algorithm, [.. lines.Skip(1).Select(Parse)]);
    }

    /// <summary>Compares packages with the staged root: every staged file in exactly one of them, byte for byte.</summary>
    /// <param name="packages">The packages, together.</param>
    /// <param name="staged">The staged root.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static ImmutableArray<string> CompareWithStaged(IReadOnlyCollection<RpmContents> packages, string staged)
    {
        var complaints = new List<string>();
        var packed = packages.SelectMany(package => package.Files.Where(file => !file.IsFolder).Select(file => (package, file))).ToLookup(pair => pair.file.Path, StringComparer.Ordinal);
        complaints.AddRange(packed.Where(group => group.Count() > 1).Select(group => $"{group.Key} is in more than one package"));
        foreach (var path in Directory.EnumerateFiles(staged, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = "/" + Path.GetRelativePath(staged, path);
            if (!packed.Contains(name))
            {
                complaints.Add($"{name} is in no package");
                continue;
            }

            var (package, file) = packed[name].First();
            if (new FileInfo(path).LinkTarget is { } target)
            {
                if (file.LinkTarget != target)
                {
                    complaints.Add($"{name} points to '{file.LinkTarget}', and was staged to point to '{target}'");
                }
            }
            else if (file.Digest != Digest(path, package.UsesSha256))
            {
                complaints.Add($"{name} has other bytes than the staged file");
            }
        }

        return [.. complaints];
    }

    private static RpmFile Parse(string line)
    {
        var fields = line.Split('\t');
        var mode = int.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture);
        return new RpmFile(fields[0], fields[2], fields[3], (mode & 0xF000) == 0x4000);
    }

    // MD5 is what the package's own format asks for here, not a safeguard.
    private static string Digest(string path, bool sha256)
    {
        using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // rpm 4.4 knows no other digest
        return Convert.ToHexStringLower(sha256 ? SHA256.HashData(stream) : MD5.HashData(stream));
#pragma warning restore CA5351
    }
}
