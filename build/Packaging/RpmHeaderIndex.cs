using System.Buffers.Binary;
using System.Collections.Immutable;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Packaging;

/// <summary>
/// The index of a header: which tags, of which types, in how many bytes. rpm itself tells values, but not how they are
/// stored, and an old rpm stumbles over that. Layout: https://rpm.org/docs/4.18.x/manual/format.html.
/// </summary>
/// <param name="Entries">The entries in their order.</param>
/// <param name="DataSize">The bytes of all values together.</param>
public sealed record RpmHeaderIndex(ImmutableArray<RpmHeaderEntry> Entries, long DataSize)
{
    private const int LeadSize = 96;
    private const int IntroSize = 16;
    private const int EntrySize = 16;
    private static readonly byte[] LeadMagic = [0xED, 0xAB, 0xEE, 0xDB];
    private static readonly byte[] HeaderMagic = [0x8E, 0xAD, 0xE8, 0x01];

    /// <summary>Reads both headers of a package.</summary>
    /// <exception cref="PipelineException">It is cut short or no package (<see cref="ExitCode.Packaging"/>).</exception>
    public static (RpmHeaderIndex Signature, RpmHeaderIndex Main) Read(string step, string package)
    {
        try
        {
            using var file = File.OpenRead(package);
            var lead = new byte[LeadSize];
            file.ReadExactly(lead);
            if (!lead.AsSpan(0, 4).SequenceEqual(LeadMagic))
            {
                throw Wrong(step, package, "it does not begin as a package does");
            }

            var signature = ReadOne(step, package, file);

            // The signature's header is filled up to a multiple of eight.
            file.Seek((8 - (file.Position % 8)) % 8, SeekOrigin.Current);
            return (signature, ReadOne(step, package, file));
        }
        catch (EndOfStreamException)
        {
            throw Wrong(step, package, "it is cut short");
        }
    }

    private static RpmHeaderIndex ReadOne(string step, string package, FileStream file)
    {
        var intro = new byte[IntroSize];
        file.ReadExactly(intro);
        if (!intro.AsSpan(0, 4).SequenceEqual(HeaderMagic))
        {
            throw Wrong(step, package, "a header does not begin as one");
        }

        long count = BinaryPrimitives.ReadUInt32BigEndian(intro.AsSpan(8));
        long size = BinaryPrimitives.ReadUInt32BigEndian(intro.AsSpan(12));
        if (file.Position + (count * EntrySize) + size > file.Length)
        {
            throw Wrong(step, package, "a header says that it is longer than the file");
        }

        var entries = ImmutableArray.CreateBuilder<RpmHeaderEntry>((int)count);
        var entry = new byte[EntrySize];
        for (var index = 0; index < count; index++)
        {
            file.ReadExactly(entry);
            entries.Add(new RpmHeaderEntry(
                BinaryPrimitives.ReadInt32BigEndian(entry),
                BinaryPrimitives.ReadInt32BigEndian(entry.AsSpan(4)),
                BinaryPrimitives.ReadInt32BigEndian(entry.AsSpan(12))));
        }

        file.Seek(size, SeekOrigin.Current);
        return new RpmHeaderIndex(entries.ToImmutable(), size);
    }

    private static PipelineException Wrong(string step, string package, string complaint) =>
        new(ExitCode.Packaging, step, $"{package} is no whole RPM: {complaint}", "make the package again, or name one that is whole");
}
