namespace Dom0Iptables.Archives;

/// <summary>The variable-length integers of .xz: seven bits a byte, the lowest first, at most nine bytes.</summary>
internal static class XzNumber
{
    /// <summary>Reads one integer.</summary>
    /// <exception cref="InvalidDataException">It is not a well-formed one.</exception>
    /// <exception cref="EndOfStreamException">The stream ends in it.</exception>
    public static ulong Read(Stream stream)
    {
        ulong number = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = stream.ReadByte();
            if (next < 0)
            {
                throw new EndOfStreamException("the file ends in a number");
            }

            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return next == 0 && shift > 0 ? throw new InvalidDataException("a number is longer than it needs to be") : number;
            }
        }

        throw new InvalidDataException("a number is too long");
    }
}
