using System.Buffers.Binary;
using System.Text;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Writes the entries of a tar as a dialect has them, whole or with a field that is wrong.</summary>
/// <param name="dialect">Whose headers it writes: "v7", "ustar", "gnu", "pax" or "star".</param>
internal abstract class DialectTar(string dialect)
{
    protected const long Released = 1274400000;

    /// <summary>What has been written.</summary>
    protected TarBuilder Tar { get; } = new();

    /// <summary>The number of the next new name; times follow it.</summary>
    protected int Next { get; set; }

    /// <summary>Writes an entry; a name that does not fit the header goes by PAX or, in GNU's dialect, by a long name.</summary>
    protected void Add(string name, char type, byte[]? data = null, string link = "", int form = 0, int mode = 0x1a4, long? size = null, byte[]? rawName = null)
    {
        data ??= [];
        var isLong = Encoding.UTF8.GetByteCount(name) > 100;
        var pax = new List<(string, string)>();
        if (Encoding.UTF8.GetByteCount(link) > 100)
        {
            if (dialect == "gnu" || form == 1)
            {
                Tar.LongName(link, 'K');
            }
            else
            {
                pax.Add(("linkpath", link));
            }

            link = link[..40];
        }

        var slash = name.IndexOf('/');
        if (form == 1 || (isLong && form != 2 && dialect == "gnu"))
        {
            Tar.LongName(name);
            name = "top/short";
        }
        else if (form == 2 || isLong)
        {
            pax.Add(("path", name));
            name = "top/short";
        }
        else if (form == 3 && slash > 0 && slash < name.Length - 1 && name[slash + 1] != '/' && link.Length < 40)
        {
            Tar.Data(TarBuilder.Header(name[(slash + 1)..], type, size ?? data.Length, link, mode, Released, prefix: name[..slash]), data);
            return;
        }

        if (pax.Count > 0)
        {
            Tar.Pax([.. pax]);
        }

        Tar.Data(Header(name, type, size ?? data.Length, link, mode, rawName), data);
    }

    protected byte[] Header(string name, char type, long size = 0, string link = "", int mode = 0x1a4, byte[]? rawName = null)
    {
        var magic = dialect switch
        {
            "v7" => "",
            "gnu" => "ustar  \0",
            _ => "ustar\0" + "00",
        };
        var header = TarBuilder.Header(name, type, size, link, mode, Released + Next, magic, rawName);
        return dialect == "star" ? StarTimes(header) : header;
    }

    private static byte[] StarTimes(byte[] header)
    {
        Encoding.ASCII.GetBytes("11375446000 11375446000 ").CopyTo(header, 476);
        Encoding.ASCII.GetBytes("tar\0").CopyTo(header, 508);
        return TarBuilder.Checksummed(header);
    }

    protected void Star(string name, byte[] data) => Tar.Data(StarTimes(TarBuilder.Header(name["top/".Length..], '0', data.Length, prefix: "top")), data);

    protected void Raw(byte[] header) => Tar.Raw(TarBuilder.Checksummed(header));

    protected void PaxThen(string records, string name, char type)
    {
        Tar.Pax([.. records.Split('\n').Select(record => record.Split('=', 2)).Select(pair => (pair[0], pair[1]))]);
        Add(name, type);
    }

    protected void PaxRaw(byte[] record, string name)
    {
        var length = record.Length + 4;
        PaxData([.. Encoding.ASCII.GetBytes($"{(length < 100 ? length : length + 1)} "), .. record, (byte)'\n'], name);
    }

    protected void PaxData(byte[] data, string name)
    {
        Tar.Data(TarBuilder.Header("PaxHeaders/x", 'x', data.Length), data);
        Add(name, '0');
    }

    protected void SignedChecksum(string name)
    {
        // A comment in the unused end of the block with the high bit set: signed and unsigned sums differ.
        var header = Header(name, '0');
        header[505] = 0xff;
        var sum = (8 * ' ') + header.Where((_, i) => i is < 148 or >= 156).Sum(b => (sbyte)b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        Tar.Raw(header);
    }

    protected void SparseOldGnu(string name)
    {
        var header = TarBuilder.Header(name, 'S', 0, magic: "ustar  \0");
        Put(header, 386, "00000000000\000000000000\0"u8);
        Put(header, 483, "00004000000\0"u8);
        Raw(header);
    }

    protected static byte[] Base256(long value, int length)
    {
        var field = new byte[length];
        Array.Fill(field, value < 0 ? (byte)0xff : (byte)0);
        BinaryPrimitives.WriteInt64BigEndian(field.AsSpan(length - 8), value);
        field[0] = value < 0 ? (byte)0xff : (byte)0x80;
        return field;
    }

    protected static byte[] Put(byte[] header, int offset, ReadOnlySpan<byte> field)
    {
        field.CopyTo(header.AsSpan(offset));
        return TarBuilder.Checksummed(header);
    }
}
