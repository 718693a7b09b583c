using System.Security.Cryptography;
using System.Text;

namespace Dom0Iptables.Journal;

/// <summary>Says in 64 hexadecimal digits what a file, a tree or a list of texts holds.</summary>
public static class Fingerprint
{
    /// <summary>The fingerprint of texts in order.</summary>
    public static string OfTexts(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [.. texts]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of a file's bytes.</summary>
    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>
    /// The fingerprint of a file or a whole tree: names, kinds, modes, times, link targets and bytes. Times count
    /// because make goes by them. A path that is not there has a fingerprint too, which no other thing has.
    /// </summary>
    public static string OfPath(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendPath(hash, path, "");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendPath(IncrementalHash hash, string path, string name)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is { } target)
        {
            Append(hash, "link", name, target);
        }
        else if (file.Exists)
        {
            Append(hash, "file", name, $"{(int)file.UnixFileMode} {file.LastWriteTimeUtc.Ticks} {OfFile(path)}");
        }
        else if (Directory.Exists(path))
        {
            Append(hash, "folder", name, $"{(int)file.UnixFileMode}");
            foreach (var entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
            {
                AppendPath(hash, entry, $"{name}/{Path.GetFileName(entry)}");
            }
        }
        else
        {
            Append(hash, "nothing", name);
        }
    }

    // Each text with its length before it, so that no two lists run together into one.
    private static void Append(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
