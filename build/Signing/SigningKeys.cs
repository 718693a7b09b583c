using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Signing;

/// <summary>The keys that artifacts are signed with, each looked at before anything is built.</summary>
public sealed class SigningKeys
{
    private SigningKeys(SigningKey modern, SigningKey? old, SigningKey? forPackages)
    {
        Modern = modern;
        Old = old;
        ForPackages = forPackages;
    }

    /// <summary>Signs SHA256SUMS and, detached, each package.</summary>
    public SigningKey Modern { get; }

    /// <summary>The key for old rpms, where one was named.</summary>
    public SigningKey? Old { get; }

    /// <summary>The one of them that signs the packages themselves; null where the platform's rpm takes neither's signatures.</summary>
    public SigningKey? ForPackages { get; }

    /// <summary>Looks at the keys that were named.</summary>
    /// <param name="names">Each anything that gpg takes: fingerprint, address, part of a name; with a mark (!) at its end just that key or subkey.</param>
    /// <param name="platform">What the packages must run on: its rpm decides who signs them.</param>
    /// <param name="gpg">Whose keys they are.</param>
    /// <exception cref="PipelineException">
    /// A key is not there, not unique, cannot sign, or is not fit for the platform (<see cref="ExitCode.Signing"/>); gpg is missing (<see cref="ExitCode.MissingTool"/>).
    /// </exception>
    /// <param name="cancellationToken">Ends gpg.</param>
    public static async Task<SigningKeys> ReadAsync(ImmutableArray<string> names, Platform platform, OperatorGpg gpg, CancellationToken cancellationToken)
    {
        gpg.Require("gpg", "gnupg", "gnupg2");
        var finder = new KeyFinder(gpg);
        var keys = new List<SigningKey>();
        foreach (var name in names)
        {
            keys.Add(await finder.FindAsync(name, cancellationToken));
        }

        var old = OnlyOne(keys, SigningKeyKind.Old);
        if (OnlyOne(keys, SigningKeyKind.Modern) is not { } modern)
        {
            throw old is null
                ? SigningFailure.Of("no key is named to sign with", "name one: --sign=FINGERPRINT")
                : SigningFailure.Of(
                    $"{old} signs packages for an old rpm only, and proves little today: 1024 bits and SHA-1 can be forged by those who spend enough",
                    "name a modern key beside it, which signs SHA256SUMS and each package, detached: a second --sign=KEY with RSA of 2048 bits or more, EdDSA or ECDSA");
        }

        return new SigningKeys(modern, old, ForPackagesOf(old, modern, platform));
    }

    private static SigningKey? ForPackagesOf(SigningKey? old, SigningKey modern, Platform platform)
    {
        if (platform.Limits.Rpm is not { } path)
        {
            return modern.IsKnownToRpm ? modern : null;
        }

        var taken = RpmFacts.Read(path).Signatures;
        if (old is not null && taken.Contains(old.RpmKind))
        {
            // rpmtsFindPubkey in rpm 4.4.2.3's lib/rpmts.c compares a signature's key number with the primary key's alone.
            return old.IsPrimary
                ? old
                : throw SigningFailure.Of($"{old} is a subkey, and {Path.GetFileNameWithoutExtension(path)} looks for primary keys alone", "name a key whose primary key is DSA of 1024 bits, made for signing");
        }

        return taken.Contains(modern.RpmKind) ? modern : null;
    }

    private static SigningKey? OnlyOne(IEnumerable<SigningKey> keys, SigningKeyKind kind)
    {
        var found = keys.Where(key => key.Kind == kind).DistinctBy(key => key.Fingerprint, StringComparer.Ordinal).ToList();
        return found.Count <= 1
            ? found.FirstOrDefault()
            : throw SigningFailure.Of(
                $"{found.Count} {(kind == SigningKeyKind.Old ? "old" : "modern")} keys are named: {string.Join("; ", found)}",
                "name one modern key and, for platforms with an old rpm, one of DSA 1024");
    }
}
