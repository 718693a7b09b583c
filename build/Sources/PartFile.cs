using System.Security.Cryptography;
using System.Text;

namespace Dom0Iptables.Sources;

/// <summary>
/// What has come of one address so far, with the server's words on which version of the file it is:
/// a later attempt, or a later run, asks for the rest only.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream file;
    private readonly string validatorsPath;

    private PartFile(string path)
    {
        FilePath = path;
        validatorsPath = path + ".version";
        file = Storage.Write(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        });
        Storage.Write(path, () =>
        {
            file.Seek(0, SeekOrigin.End);
            ReadValidators();
        });
    }

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>Bytes that are there.</summary>
    public long Length => file.Length;

    /// <summary>The strong ETag of the version that the bytes are of, or null.</summary>
    public string? EntityTag { get; private set; }

    /// <summary>The Last-Modified of that version, as the server wrote it, or null.</summary>
    public string? LastModified { get; private set; }

    /// <summary>What to say in If-Range, or null where the server gave nothing to say.</summary>
    public string? Version => EntityTag ?? LastModified;

    /// <summary>The name of an address's part: parts of two addresses never mix.</summary>
    public static string NameFor(Uri address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..16] + ".part";

    /// <summary>Opens the part of an earlier attempt, or an empty one.</summary>
    public static PartFile Open(string path) => new(path);

    /// <summary>Forgets all bytes and takes down the version that the next ones are of.</summary>
    public void Restart(string? entityTag, string? lastModified)
    {
        EntityTag = entityTag;
        LastModified = lastModified;

        // Emptied first: a run killed in between leaves nothing that could be taken for the other version's.
        Storage.Write(FilePath, () =>
        {
            file.SetLength(0);
            file.Seek(0, SeekOrigin.Begin);
            File.WriteAllLines(validatorsPath, [entityTag ?? "", lastModified ?? ""]);
        });
    }

    /// <summary>Adds bytes at the end.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Storage.WriteAsync(FilePath, () => file.WriteAsync(bytes, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void ReadValidators()
    {
        if (file.Length == 0 || !File.Exists(validatorsPath))
        {
            return;
        }

        var lines = File.ReadAllLines(validatorsPath);
        EntityTag = Word(lines.ElementAtOrDefault(0));
        LastModified = Word(lines.ElementAtOrDefault(1));
    }

    // After a crash of the machine anything may stand there; without a version the checksum alone decides.
    private static string? Word(string? line) =>
        line is { Length: > 0 } && line.All(character => character is >= ' ' and <= '~') ? line : null;
}
