namespace Dom0Iptables.Tests.Archives;

/// <summary>Writes numbers bit by bit, the highest first, as bzip2 has them.</summary>
internal sealed class Bits
{
    private readonly List<byte> _bytes = [];
    private int _free;

    public void Add(long number, int length)
    {
        for (var bit = length - 1; bit >= 0; bit--)
        {
            if (_free == 0)
            {
                _bytes.Add(0);
                _free = 8;
            }

            _free--;
            _bytes[^1] |= (byte)((bit < 64 ? (number >> bit) & 1 : 0) << _free);
        }
    }

    public byte[] ToArray() => [.. _bytes];
}
