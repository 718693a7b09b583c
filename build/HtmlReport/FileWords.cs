using System.Globalization;
using Dom0Iptables.Packaging;

namespace Dom0Iptables.HtmlReport;

/// <summary>A file of a package in words.</summary>
internal static class FileWords
{
    private const int Permissions = 0xFFF;

    /// <summary>All that it is, in a line; two that have the same are alike.</summary>
    public static string Of(RpmFile file) => string.Join(
        ", ",
        new[] { $"{Kind(file)} {Mode(file)} {Owner(file)}", file.IsRegular ? Html.Size(file.Size) : "", file.LinkTarget.Length > 0 ? $"to {file.LinkTarget}" : "", file.Digest.Length > 0 ? $"digest {file.Digest[..Math.Min(16, file.Digest.Length)]}…" : "" }
            .Where(word => word.Length > 0));

    /// <summary>What kind of thing it is.</summary>
    public static string Kind(RpmFile file) =>
        (file.IsGhost ? "ghost " : "") + (file.IsFolder ? "folder" : file.IsLink ? "link" : file.IsRegular ? "file" : "special file");

    /// <summary>Its permissions in octal.</summary>
    public static string Mode(RpmFile file) => Convert.ToString(file.Mode & Permissions, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);

    /// <summary>Its owner and group.</summary>
    public static string Owner(RpmFile file) => $"{file.User}:{file.Group}";
}
