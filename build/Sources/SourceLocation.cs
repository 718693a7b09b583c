using System.Diagnostics.CodeAnalysis;

namespace Dom0Iptables.Sources;

/// <summary>Where the operator says a file is: a path on this machine, or an http or https address.</summary>
internal sealed record SourceLocation
{
    private SourceLocation(string? path, Uri? address, string shown)
    {
        FilePath = path;
        Address = address;
        Shown = shown;
    }

    /// <summary>The file's full path; null where it is an address.</summary>
    public string? FilePath { get; }

    /// <summary>The address; null where it is a path.</summary>
    public Uri? Address { get; }

    /// <summary>The location for people.</summary>
    public string Shown { get; }

    /// <summary>Whether it is an address.</summary>
    [MemberNotNullWhen(true, nameof(Address))]
    [MemberNotNullWhen(false, nameof(FilePath))]
    public bool IsAddress => Address is not null;

    /// <summary>Reads an option's value.</summary>
    /// <exception cref="Failures.PipelineException">It is neither a file that exists nor an http or https address.</exception>
    public static SourceLocation Parse(string option, string value)
    {
        var path = value;
        if (value.Contains("://", StringComparison.Ordinal) || value.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || !(IsWeb(address) || address.IsFile))
            {
                throw Unusable("is neither a file nor an http or https URL");
            }

            if (IsWeb(address))
            {
                return new SourceLocation(null, address, Show(address));
            }

            path = address.LocalPath;
        }

        if (Directory.Exists(path))
        {
            throw Unusable("is a folder, not an archive");
        }

        return File.Exists(path)
            ? new SourceLocation(Path.GetFullPath(path), null, path)
            : throw Unusable("is neither a file nor an http or https URL");

        Exception Unusable(string why) => FetchFailure.Usage($"{option}={value} {why}", $"give {option} the path of a file, or an http or https URL");
    }

    /// <summary>Whether an address is one that can be fetched.</summary>
    public static bool IsWeb(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.Host.Length > 0;

    /// <summary>An address for people, without the password that may be in it.</summary>
    public static string Show(Uri address) => address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    /// <summary>The last part of an address's path, as a file's name; null where it has none.</summary>
    public static string? NameIn(Uri address)
    {
        var name = Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath));
        return name.Length == 0 || name is "." or ".." || name.Any(char.IsControl) ? null : name;
    }
}
