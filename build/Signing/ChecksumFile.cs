using System.Security.Cryptography;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Signing;

/// <summary>The list of checksums that is signed: it must be of the files as they are handed over.</summary>
internal static class ChecksumFile
{
    /// <summary>Holds a list (as sha256sum writes it) against the files beside it.</summary>
    /// <param name="path">The list.</param>
    /// <exception cref="PipelineException">A file is not there or another one, or a package is not listed (<see cref="ExitCode.Signing"/>).</exception>
    public static void RefuseStale(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var listed = File.Exists(path) ? File.ReadAllLines(path).Select(line => line.Split("  ", 2)).ToList() : throw Stale(path, "it is not there");
        foreach (var line in listed)
        {
            var file = line.Length == 2 ? Path.Combine(folder, line[1]) : throw Stale(path, $"its line '{line[0]}' names no file");
            if (!File.Exists(file) || Sha256(file) != line[0])
            {
                throw Stale(path, $"{line[1]} {(File.Exists(file) ? "has another checksum" : "is not there")}");
            }
        }

        if (Directory.EnumerateFiles(folder, "*.rpm").Select(Path.GetFileName).FirstOrDefault(name => !listed.Any(line => line[1] == name)) is { } missing)
        {
            throw Stale(path, $"it lacks {missing}");
        }
    }

    private static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static PipelineException Stale(string path, string complaint) =>
        SigningFailure.Of($"{Path.GetFileName(path)} is not signed: {complaint}", "make the checksums after the packages were signed, then sign them");
}
