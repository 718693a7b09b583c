using System.Collections.Immutable;

namespace Dom0Iptables.Signing;

/// <summary>A key of the operator's, with its subkeys, as gpg lists it.</summary>
/// <param name="UserIds">Its names and addresses, the primary one first.</param>
/// <param name="Parts">The primary key, then its subkeys.</param>
internal sealed record ListedKey(ImmutableArray<string> UserIds, ImmutableArray<ListedKeyPart> Parts)
{
    /// <summary>The primary key.</summary>
    public ListedKeyPart Primary => Parts[0];

    /// <summary>The name that it is shown by.</summary>
    public string UserId => UserIds.FirstOrDefault("(no name)");

    /// <summary>What it could have been meant by: names, addresses, fingerprints and key numbers.</summary>
    public IEnumerable<string> Names =>
    [
        .. UserIds,
        .. UserIds.Select(id => id.Split('<', '>')).Where(words => words.Length > 1).Select(words => words[1]),
        .. Parts.SelectMany(part => new[] { part.Fingerprint, part.Fingerprint[^16..] }),
    ];

    /// <summary>
    /// The part that signs: the one that is named exactly, else gpg's own choice, which is the newest subkey that can and,
    /// where there is none, the primary key.
    /// </summary>
    /// <param name="name">The name that the key was asked for by; with a mark (!) at its end it names a part.</param>
    public ListedKeyPart? SigningPart(string name)
    {
        if (Primary.Validity is 'e' or 'r' or 'd' or 'i')
        {
            return null;
        }

        return name.EndsWith('!')
            ? Parts.FirstOrDefault(part => part.Obstacle is null && IsNamed(part, name))
            : Parts.Skip(1).Where(part => part.Obstacle is null).MaxBy(part => part.Created) ?? (Primary.Obstacle is null ? Primary : null);
    }

    /// <summary>Why no part of it signs, in words that follow "the key".</summary>
    /// <param name="name">The name that the key was asked for by.</param>
    public string ObstacleOf(string name)
    {
        var asked = name.EndsWith('!') ? Parts.FirstOrDefault(part => IsNamed(part, name)) ?? Primary : Primary;
        var signers = Parts.Where(part => part.CanSign && part.Obstacle is not null).ToList();
        return Primary.Validity is 'e' or 'r' or 'd' or 'i' ? Primary.Obstacle!
            : asked.CanSign && asked.Obstacle is { } obstacle ? obstacle
            : signers.Count > 0 && !name.EndsWith('!') ? $"has no part that can sign: {string.Join(", ", signers.Select(part => $"{part.Fingerprint} {part.Obstacle}"))}"
            : "is not for signing";
    }

    private static bool IsNamed(ListedKeyPart part, string name)
    {
        var digits = name.TrimEnd('!');
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        return digits.Length >= 8 && part.Fingerprint.EndsWith(digits, StringComparison.OrdinalIgnoreCase);
    }
}
