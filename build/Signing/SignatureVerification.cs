using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Signing;

/// <summary>
/// Verifies what was signed as a stranger would, who has the exported public keys and nothing of the operator's: no home, no
/// keyring, no rpm database, no agent.
/// </summary>
/// <param name="scratch">A folder of its own, empty.</param>
public sealed partial class SignatureVerification(string scratch)
{
    private readonly BuildEnvironment environment = new(Path.Combine(scratch, "home"), DateTimeOffset.UnixEpoch);

    /// <summary>Verifies a detached signature with gpgv.</summary>
    /// <param name="file">What was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="publicKey">The key that must have made it.</param>
    /// <param name="cancellationToken">Ends gpgv.</param>
    /// <exception cref="PipelineException">It is not a good signature of just this key (<see cref="ExitCode.Signing"/>).</exception>
    public async Task<GpgvVerdict> DetachedAsync(string file, string signature, PublicKey publicKey, CancellationToken cancellationToken)
    {
        var command = environment.In(scratch, Command.Of("gpgv", "--homedir", environment.Home, "--status-fd", "1", "--keyring", publicKey.Keyring, "--", signature, file));
        var outcome = await ProcessRunner.CaptureAsync(SigningFailure.Step, command, cancellationToken);
        var (verdict, reason) = GpgvVerdict.Read(outcome);
        return verdict is not null && verdict.Fingerprint == publicKey.Key.Fingerprint && verdict.Digest == publicKey.Key.DigestNumber
            ? verdict
            : throw SigningFailure.Unverified(
                $"the signature {Path.GetFileName(signature)} of {Path.GetFileName(file)} is refused by gpgv: {(verdict is null ? reason : $"it is one of {verdict.Fingerprint} with digest {verdict.Digest.ToString(CultureInfo.InvariantCulture)}")}; expected one of {publicKey.Key.Fingerprint} with {publicKey.Key.Digest}",
                command,
                outcome.ExitCode);
    }

    /// <summary>
    /// Verifies the signatures that packages bear: by rpm -K, with a database that knows just this key, and by gpgv over the
    /// bytes that rpm says it signed.
    /// </summary>
    /// <param name="packages">The packages.</param>
    /// <param name="publicKey">The key that must have signed them.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <exception cref="PipelineException">One is not signed, or not by this key, or damaged (<see cref="ExitCode.Signing"/>).</exception>
    public async Task PackagesAsync(IEnumerable<string> packages, PublicKey publicKey, CancellationToken cancellationToken)
    {
        var database = Path.Combine(scratch, "rpmdb");
        Directory.CreateDirectory(database);
        var import = InDatabase(database, "rpm", "--import", publicKey.Armored);
        var imported = await ProcessRunner.CaptureAsync(SigningFailure.Step, import, cancellationToken);
        if (!imported.Succeeded)
        {
            throw SigningFailure.Unverified($"rpm does not take the public key {publicKey.Key}: {Joined(imported)}", import, imported.ExitCode);
        }

        foreach (var package in packages)
        {
            await ByRpmAsync(database, package, publicKey.Key, cancellationToken);
            await ByGpgvAsync(package, publicKey, cancellationToken);
        }
    }

    /// <summary>Holds packages against what the platform's rpm reads, signatures with their header included.</summary>
    /// <exception cref="PipelineException">It would refuse one of them (<see cref="ExitCode.Signing"/>).</exception>
    public async Task HeldAgainstAsync(Platform platform, IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        var read = ImmutableArray.CreateBuilder<ExaminedPackage>();
        foreach (var package in packages)
        {
            read.Add(new ExaminedPackage(await RpmPackage.ReadAsync(SigningFailure.Step, package, environment, cancellationToken), scratch));
        }

        var nothing = new PlatformLibraries("", ImmutableDictionary<string, ImmutableDictionary<string, ImmutableHashSet<string>>>.Empty);
        var verdict = await new RpmGate().ExamineAsync(new GateSubject(platform, null, read.ToImmutable(), [], nothing, [], environment, scratch, []), cancellationToken);
        if (verdict.Refuses)
        {
            throw SigningFailure.Of(
                $"{verdict.Limit} would refuse what was signed: {string.Join("; ", verdict.Findings.Select(finding => $"{finding.Where}: {finding.Problem}"))}",
                verdict.Findings[0].NextStep);
        }
    }

    private async Task ByRpmAsync(string database, string package, SigningKey key, CancellationToken cancellationToken)
    {
        var check = InDatabase(database, "rpm", "--checksig", "-v", package);
        var outcome = await ProcessRunner.CaptureAsync(SigningFailure.Step, check, cancellationToken);
        var lines = outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).ToList();
        var good = lines.Select(line => GoodSignaturePattern().Match(line)).Where(match => match.Success && match.Groups["key"].Value == key.KeyId[^8..]).ToList();
        var ofHeader = good.Any(match => match.Groups["header"].Success);
        var ofPayload = good.Any(match => !match.Groups["header"].Success);

        // Of an unsigned package rpm says that all is well.
        if (!outcome.Succeeded || lines.Any(line => !line.EndsWith(": OK", StringComparison.Ordinal)) || !ofHeader || (SignsPayload(key) && !ofPayload))
        {
            throw SigningFailure.Unverified(
                $"{Path.GetFileName(package)} is not signed by {key} as rpm -K sees it: {(ofHeader || !outcome.Succeeded ? "" : "no good signature of the header; ")}{Joined(outcome)}",
                check,
                outcome.ExitCode);
        }
    }

    // rpm 4.4.2.3 prefers the header's signature when it installs, and checks each one with rpm -K (lib/package.c,
    // lib/rpmchecksig.c); of packets it takes versions 3 and 4 and no other ("unverifiable V%u signature").
    private async Task ByGpgvAsync(string package, PublicKey publicKey, CancellationToken cancellationToken)
    {
        var key = publicKey.Key;
        var isRsa = key.RpmKind.StartsWith("RSA/", StringComparison.Ordinal);
        var signatures = new[] { (Tag: isRsa ? "RSAHEADER" : "DSAHEADER", WithPayload: false), (Tag: isRsa ? "SIGPGP" : "SIGGPG", WithPayload: true) };
        foreach (var (tag, withPayload) in signatures.Where(signature => !signature.WithPayload || SignsPayload(key)))
        {
            var query = environment.In(scratch, Command.Of("rpm", "-qp", "--nosignature", "--qf", $@"%{{{tag}:pgpsig}}\n%{{{tag}:base64}}\n", package));
            var outcome = await ProcessRunner.CaptureAsync(SigningFailure.Step, query, cancellationToken);

            // A version 4 packet need not name its key by number, but an old rpm finds it by that and nothing else (subpacket 16).
            var answer = outcome.StandardOutput.Split('\n', 2);
            if (!outcome.Succeeded || !answer[0].EndsWith("Key ID " + key.KeyId, StringComparison.Ordinal))
            {
                throw SigningFailure.Unverified($"{Path.GetFileName(package)} has no signature of its {(withPayload ? "header and payload" : "header")} that names the key {key.KeyId}: {Joined(outcome)}", query, outcome.ExitCode);
            }

            var signed = Path.Combine(scratch, "signed");
            var signature = Path.Combine(scratch, tag);
            UnsignedPart.WriteSigned(package, withPayload, signed);
            await File.WriteAllBytesAsync(signature, Convert.FromBase64String(answer[1]), cancellationToken);
            var verdict = await DetachedAsync(signed, signature, publicKey, cancellationToken);
            if (verdict.PacketVersion is not (3 or 4))
            {
                throw SigningFailure.Unverified($"the signature in {Path.GetFileName(package)} is a packet of version {verdict.PacketVersion.ToString(CultureInfo.InvariantCulture)}, which no old rpm takes", query, outcome.ExitCode);
            }
        }
    }

    // Only an old key signs the payload too (rpmsign --rpmv3): what came after knows the payload by a digest in the header.
    private static bool SignsPayload(SigningKey key) => key.Kind == SigningKeyKind.Old;

    private Command InDatabase(string database, string program, params ImmutableArray<string> arguments) =>
        environment.In(scratch, new Command(program, ["--dbpath", database, "--define", "_keyring rpmdb", .. arguments]));

    private static string Joined(ProcessOutcome outcome) =>
        string.Join("; ", (outcome.StandardOutput + outcome.StandardError).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"\A(?<header>Header )?V\d \S+ Signature, key ID (?<key>[0-9a-f]{8}): OK\z", RegexOptions.IgnoreCase)]
    private static partial Regex GoodSignaturePattern();
}
