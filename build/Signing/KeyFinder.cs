using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Signing;

/// <summary>Finds the one key that a name means, and says why where there is none.</summary>
/// <param name="gpg">Whose keys.</param>
internal sealed class KeyFinder(OperatorGpg gpg)
{
    /// <summary>Finds a key.</summary>
    /// <exception cref="PipelineException">There is none, more than one, or it cannot sign (<see cref="ExitCode.Signing"/>).</exception>
    public async Task<SigningKey> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw SigningFailure.Of("--sign names no key", "name one as gpg --list-secret-keys shows it, best by its fingerprint");
        }

        var named = await gpg.SecretKeysAsync(name, cancellationToken);
        var usable = named.Where(key => key.SigningPart(name) is not null).ToList();
        return usable.Count switch
        {
            1 => Taken(usable[0], name),
            > 1 => throw SigningFailure.Of($"'{name}' names {usable.Count} keys: {string.Join("; ", usable.Select(Shown))}", "give the whole fingerprint of one"),
            _ when named.Length > 0 => throw Unusable(name, named),
            _ => throw await UnknownAsync(name, cancellationToken),
        };
    }

    private static SigningKey Taken(ListedKey key, string name)
    {
        var part = key.SigningPart(name)!;
        return KeyAlgorithm.KindOf(part.Algorithm, part.Bits) is { } kind
            ? new SigningKey(part.Fingerprint, key.Primary.Fingerprint, key.UserId, part.Algorithm, part.Bits, kind)
            : throw SigningFailure.Of(
                string.Create(CultureInfo.InvariantCulture, $"the key {Shown(key)} is {KeyAlgorithm.NameOf(part.Algorithm)} of {part.Bits} bits, which is neither what an old rpm takes (DSA 1024) nor what is trusted today"),
                "name a key of RSA with 2048 bits or more, EdDSA or ECDSA, and beside it DSA 1024 for an old rpm");
    }

    private static PipelineException Unusable(string name, ImmutableArray<ListedKey> named)
    {
        var first = named[0];
        return SigningFailure.Of(
            $"{string.Join("; ", named.Select(key => $"the key {Shown(key)} {key.ObstacleOf(name)}"))}",
            first.ObstacleOf(name).Contains("expired", StringComparison.Ordinal)
                ? $"prolong it (gpg --quick-set-expire {first.Primary.Fingerprint} 1y; a subkey's fingerprint after it), or name another key"
                : "name a key that gpg --list-secret-keys shows as fit for signing ([S] or [SC])");
    }

    private async Task<PipelineException> UnknownAsync(string name, CancellationToken cancellationToken)
    {
        var own = (await gpg.SecretKeysAsync(null, cancellationToken)).Where(key => key.SigningPart("") is not null).ToList();
        var onlyPublic = await gpg.PublicKeysAsync(name, cancellationToken);
        var nearest = NearestName.Of(name.TrimEnd('!'), own.SelectMany(key => key.Names));
        var help = nearest is not null ? $"; did you mean {Shown(own.First(key => key.Names.Contains(nearest, StringComparer.Ordinal)))}?"
            : own.Count == 0 ? "; it has no key that can sign"
            : $"; it can sign with: {string.Join("; ", own.Select(Shown))}";
        return SigningFailure.Of(
            onlyPublic.Length > 0 ? $"gpg has the public part alone of '{name}' ({string.Join("; ", onlyPublic.Select(Shown))}){help}" : $"gpg has no key '{name}'{help}",
            "name a key as gpg --list-secret-keys shows it, best by its fingerprint");
    }

    private static string Shown(ListedKey key) => $"{key.Primary.Fingerprint} {key.UserId}";
}
