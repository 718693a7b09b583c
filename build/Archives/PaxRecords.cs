using System.Globalization;
using System.Text;

namespace Dom0Iptables.Archives;

/// <summary>What a PAX header says about the entry after it, as far as unpacking needs it; null is what it does not say.</summary>
/// <param name="Path">The entry's full name.</param>
/// <param name="LinkPath">A link's target.</param>
/// <param name="Size">The size of the data, in bytes.</param>
/// <param name="Time">The time of modification, in whole seconds since 1970, rounded down.</param>
internal sealed record PaxRecords(string? Path, string? LinkPath, long? Size, long? Time)
{
    /// <summary>Says nothing.</summary>
    public static PaxRecords None { get; } = new(null, null, null, null);

    /// <summary>
    /// Adds a PAX header's records: "LENGTH KEY=VALUE\n", the length counting the whole record. By POSIX an empty value takes back
    /// what was said; GNU tar takes an empty name for one, so that an archive which says so is another to each reader, and is refused.
    /// </summary>
    /// <exception cref="RefusedArchiveException">The records are malformed, or describe a sparse file.</exception>
    public PaxRecords With(ReadOnlySpan<byte> data)
    {
        var records = this;
        while (!data.IsEmpty)
        {
            var space = data.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(data[..space], NumberStyles.None, null, out var length) || length <= space + 1 || length > data.Length || data[length - 1] != '\n')
            {
                throw Malformed("a record's length does not fit");
            }

            var record = data[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1)
            {
                throw Malformed("a record has no key");
            }

            records = records.WithRecord(Encoding.Latin1.GetString(record[..equals]), record[(equals + 1)..]);
            data = data[length..];
        }

        return records;
    }

    private PaxRecords WithRecord(string key, ReadOnlySpan<byte> value)
    {
        var isEmpty = value.IsEmpty;

        // Not needed here; but GNU tar reads them, and takes none of the archive where they are no numbers.
        if (!isEmpty && key is ("atime" or "ctime"))
        {
            ParseTime(value);
        }
        else if (!isEmpty && key is ("uid" or "gid"))
        {
            _ = TryNumber(value) ?? throw Malformed("an owner is not a number");
        }

        return key switch
        {
            "path" or "linkpath" or "size" or "mtime" when isEmpty => throw Malformed($"its {key} is empty"),
            "path" => this with { Path = TarBlock.Decode(value) },
            "linkpath" => this with { LinkPath = TarBlock.Decode(value) },
            "size" => this with { Size = ParseSize(value) },
            "mtime" => this with { Time = ParseTime(value) },
            _ when key.StartsWith("GNU.sparse.", StringComparison.Ordinal) => throw new RefusedArchiveException("it holds a sparse file (in PAX's form), as no source release does"),
            _ => this,
        };
    }

    private static long ParseSize(ReadOnlySpan<byte> value) => TryNumber(value) ?? throw Malformed("a size is not a number");

    private static long? TryNumber(ReadOnlySpan<byte> value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long ParseTime(ReadOnlySpan<byte> value)
    {
        var point = value.IndexOf((byte)'.');
        var whole = point < 0 ? value : value[..point];
        var fraction = point < 0 ? [] : value[(point + 1)..];
        if (!long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            throw Malformed("a time is not a number");
        }

        var isNegative = value[0] == '-';
        return isNegative && fraction.ContainsAnyExcept((byte)'0') ? seconds - 1 : seconds;
    }

    private static RefusedArchiveException Malformed(string why) => new($"a PAX header of it is malformed: {why}");
}
