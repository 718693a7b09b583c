using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Sources;

/// <summary>Verifies a detached OpenPGP signature with gpgv, which trusts the keys of the one keyring it is given and no others.</summary>
internal static class SignatureVerifier
{
    private const string Status = "[GNUPG:] ";

    /// <summary>Verifies a signature.</summary>
    /// <param name="archive">What was signed.</param>
    /// <param name="signature">The detached signature, binary or armoured.</param>
    /// <param name="shown">Where the signature is from, for people.</param>
    /// <param name="keyring">The keys, binary or armoured.</param>
    /// <param name="scratch">A folder for the keyring without its armour.</param>
    /// <param name="cancellationToken">Ends gpgv.</param>
    /// <exception cref="PipelineException">The signature is not one of a key in the keyring, or gpgv is missing.</exception>
    public static async Task<SignatureProof> VerifyAsync(
        string archive,
        string signature,
        string shown,
        string keyring,
        string scratch,
        CancellationToken cancellationToken)
    {
        var home = Path.Combine(Path.GetFullPath(scratch), "gpgv");
        var binaryKeyring = Path.Combine(home, "keyring.gpg");
        byte[] keys;
        try
        {
            keys = OpenPgpArmor.Remove(await File.ReadAllBytesAsync(keyring, cancellationToken));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw FetchFailure.Of(ExitCode.Recipe, $"the keyring '{keyring}' cannot be read: {exception.Message}", "export the keys anew (gpg --export) into the keyring", exception);
        }

        Storage.Write(binaryKeyring, () =>
        {
            Directory.CreateDirectory(home);
            File.WriteAllBytes(binaryKeyring, keys);
        });

        // A home of its own: the user's gpgv.conf must not decide.
        var command = Command.Of("gpgv", "--homedir", home, "--status-fd", "1", "--keyring", binaryKeyring, "--", signature, archive);
        var outcome = await ProcessRunner.CaptureAsync(FetchFailure.Step, command, cancellationToken);
        var status = outcome.StandardOutput.Split('\n')
            .Where(line => line.StartsWith(Status, StringComparison.Ordinal))
            .Select(line => line[Status.Length..].Split(' '))
            .ToLookup(words => words[0]);

        // gpgv ends with 0 only if every signature in the file is good; that a key was revoked it says by status alone.
        if (outcome.Succeeded && status.Contains("VALIDSIG") && !status.Contains("REVKEYSIG"))
        {
            var valid = status["VALIDSIG"].First();
            return new SignatureProof(valid[1], valid[^1]);
        }

        throw new PipelineException(
            ExitCode.SourceMismatch,
            FetchFailure.Step,
            $"the signature {shown} of '{Path.GetFileName(archive)}' is refused: {Reason(status, outcome)}; expected a good one of a key in {keyring}",
            "find out who changed the archive, the signature or the key before going on; another key is named with --keyring, another signature with --signature",
            command.Shown,
            outcome.ExitCode);
    }

    private static string Reason(ILookup<string, string[]> status, ProcessOutcome outcome)
    {
        if (status.Contains("BADSIG"))
        {
            return $"found a signature of key {status["BADSIG"].First()[1]} on other bytes";
        }

        if (status.Contains("NO_PUBKEY"))
        {
            return $"found a signature of key {status["NO_PUBKEY"].First()[1]}, which is not in the keyring";
        }

        if (status.Contains("REVKEYSIG"))
        {
            return $"found a signature of the revoked key {status["REVKEYSIG"].First()[1]}";
        }

        if (status.Contains("EXPSIG"))
        {
            return $"found an expired signature of key {status["EXPSIG"].First()[1]}";
        }

        var last = outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return $"found no good signature (gpgv says: {last?.Trim() ?? "nothing"})";
    }
}
