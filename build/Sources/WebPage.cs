using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Dom0Iptables.Sources;

/// <summary>Knows a web page (a login, a portal, an error) where an archive was expected.</summary>
internal static partial class WebPage
{
    /// <summary>How many bytes are enough to know one and to find its title.</summary>
    public const int SampleSize = 8192;

    /// <summary>Whether a server's content type says that what follows is a page.</summary>
    public static bool IsPageType(string? contentType) =>
        contentType is not null && contentType.ToLowerInvariant() is "text/html" or "application/xhtml+xml";

    /// <summary>Whether the first bytes of a file are those of a page.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start[..Math.Min(start.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same of a file on this machine.</summary>
    public static async Task<bool> IsOneAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var start = new byte[512];
        var count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return LooksLikeOne(start.AsSpan(0, count));
    }

    /// <summary>Says what came instead of an archive.</summary>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        var title = Title().Match(Encoding.UTF8.GetString(start));
        var words = title.Success ? Blanks().Replace(WebUtility.HtmlDecode(title.Groups[1].Value), " ").Trim() : "";
        var named = words.Length == 0 ? "" : $" titled '{(words.Length <= 80 ? words : words[..80] + "…")}'";
        return $"a web page{named} came instead of an archive: a login, proxy or error page?";
    }

    [GeneratedRegex("<title[^>]*>([^<]*)</title>", RegexOptions.IgnoreCase)]
    private static partial Regex Title();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}
