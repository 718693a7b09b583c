namespace Dom0Iptables.Tests.Archives;

/// <summary>What the ending of a generated archive does to its tar.</summary>
internal static class HostileEndings
{
    /// <summary>The tar with its ending, or what that leaves of it.</summary>
    /// <param name="tar">The tar without its end.</param>
    /// <param name="archive">What archive it is of.</param>
    /// <param name="root">The folder that hostile names lead to.</param>
    public static byte[] Of(TarBuilder tar, HostileArchive archive, string root)
    {
        switch (archive.Ending)
        {
            case HostileEnding.NoMark:
                return tar.ToArray();
            case HostileEnding.HalfMark:
                return tar.End(1).ToArray();
            case HostileEnding.Filled:
                return tar.End(20 - (tar.ToArray().Length / 512 % 20) + 20).ToArray();
            case HostileEnding.JunkAfterMark:
                var junk = new byte[archive.Salt % 3000];
                new Random(archive.Salt).NextBytes(junk);
                return tar.End().Raw(junk).ToArray();
            case HostileEnding.TarAfterMark:
                return tar.End().Link("top/late", root + "/outside").File("top/late/evil").File("../evil").End().ToArray();
            case HostileEnding.CutTar:
                var whole = tar.End().ToArray();
                return whole[..(archive.Salt % whole.Length)];
            case HostileEnding.ChangedTarBit:
                var changed = tar.End().ToArray();
                changed[archive.Salt % changed.Length] ^= (byte)(1 << (archive.Salt / 7 % 8));
                return archive.Salt % 2 == 0 ? changed : Mended(changed, archive.Salt % changed.Length);
            default:
                return tar.End().ToArray();
        }
    }

    // With the checksum of the block right that the byte lies in, so that the change gets past it where that is a header.
    private static byte[] Mended(byte[] tar, int at)
    {
        var start = at / 512 * 512;
        if (start + 512 <= tar.Length)
        {
            TarBuilder.Checksummed(tar[start..(start + 512)]).CopyTo(tar, start);
        }

        return tar;
    }
}
