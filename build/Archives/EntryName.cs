using System.Text;

namespace Dom0Iptables.Archives;

/// <summary>Judges names of entries before anything is made of them.</summary>
internal static class EntryName
{
    private const int LongestSegment = 255;
    private const int LongestPath = 4095;

    /// <summary>Takes a name apart at its slashes; empty and "." segments fall away ("./a//b" is a, b).</summary>
    /// <param name="entry">The name of the entry that is judged.</param>
    /// <param name="name">The name to take apart: the entry's own, or that of a hard link's target.</param>
    /// <param name="what">What the name is to the entry: "its name" or "the file it links to".</param>
    /// <param name="placeLength">How many bytes the place takes that the name is put under.</param>
    /// <exception cref="RefusedArchiveException">No file inside the tree can have this name.</exception>
    public static string[] Split(string entry, string name, string what, int placeLength)
    {
        if (name.Length == 0)
        {
            throw RefusedArchiveException.OfEntry(entry, $"is refused: {what} is empty");
        }

        if (name.Any(char.IsControl))
        {
            throw RefusedArchiveException.OfEntry(entry, $"is refused: {what} holds a control character");
        }

        if (name[0] == '/')
        {
            throw RefusedArchiveException.OfEntry(entry, $"is refused: {what} is absolute");
        }

        var segments = name.Split('/').Where(segment => segment is not "" and not ".").ToArray();
        if (segments.Contains(".."))
        {
            throw RefusedArchiveException.OfEntry(entry, $"is refused: {what} climbs with '..'");
        }

        if (segments.Any(segment => Encoding.UTF8.GetByteCount(segment) > LongestSegment) || placeLength + 1 + Encoding.UTF8.GetByteCount(name) > LongestPath)
        {
            throw RefusedArchiveException.OfEntry(entry, $"is refused: {what} is longer than a file system takes");
        }

        return segments;
    }

    /// <summary>Whether a name says that what it names is a folder: its last segment is "." ("a/.", "a/./").</summary>
    public static bool EndsWithDot(string name)
    {
        var end = name.AsSpan().TrimEnd('/');
        return end is "." || end.EndsWith("/.", StringComparison.Ordinal);
    }
}
