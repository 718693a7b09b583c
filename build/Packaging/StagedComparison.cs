using System.Collections.Immutable;
using System.Security.Cryptography;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Packaging;

/// <summary>Compares packages with what they were made of.</summary>
public static class StagedComparison
{
    /// <summary>Every staged file must be in exactly one of the packages, byte for byte.</summary>
    /// <param name="packages">The packages, together.</param>
    /// <param name="staged">The staged root.</param>
    /// <returns>What is wrong, a sentence each; empty where nothing is.</returns>
    public static ImmutableArray<string> Complaints(IReadOnlyCollection<RpmPackage> packages, string staged)
    {
        var complaints = new List<string>();
        var packed = packages.SelectMany(package => package.Files.Where(file => !file.IsFolder).Select(file => (package, file))).ToLookup(pair => pair.file.Path, StringComparer.Ordinal);
        complaints.AddRange(packed.Where(group => group.Count() > 1).Select(group => $"{group.Key} is in more than one package"));
        foreach (var path in TreeFiles.Of(staged).Order(StringComparer.Ordinal))
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

    // MD5 is what the package's own format asks for here, not a safeguard.
    private static string Digest(string path, bool sha256)
    {
        using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // rpm 4.4 knows no other digest
        return Convert.ToHexStringLower(sha256 ? SHA256.HashData(stream) : MD5.HashData(stream));
#pragma warning restore CA5351
    }
}
