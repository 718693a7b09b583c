namespace Dom0Iptables.Signing;

/// <summary>A primary key or a subkey, as gpg lists it.</summary>
/// <param name="Fingerprint">Its fingerprint, upper-case hex.</param>
/// <param name="Algorithm">The number that OpenPGP gives its algorithm.</param>
/// <param name="Bits">Its length.</param>
/// <param name="Validity">gpg's letter for its state: e expired, r revoked, d disabled, i invalid.</param>
/// <param name="Created">When it was made, in seconds since 1970.</param>
/// <param name="Expires">When it expires or did, or null for never.</param>
/// <param name="CanSign">Whether it was made for signatures of data.</param>
/// <param name="HasSecret">Whether gpg has its secret part, or the card that holds it.</param>
internal sealed record ListedKeyPart(
    string Fingerprint,
    int Algorithm,
    int Bits,
    char Validity,
    long Created,
    DateTimeOffset? Expires,
    bool CanSign,
    bool HasSecret)
{
    /// <summary>Why it cannot sign, or null where it can.</summary>
    public string? Obstacle => Validity switch
    {
        'e' => $"expired on {Expires:yyyy-MM-dd}",
        'r' => "is revoked",
        'd' => "is disabled",
        'i' => "is invalid (gpg finds no self-signature)",
        _ when !CanSign => "is not for signing",
        _ when !HasSecret => "has no secret part here",
        _ => null,
    };
}
