using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Signing;

/// <summary>
/// The operator's own gpg: his keys, his agent, his pinentry. It gets his whole environment, and never a passphrase; of keys
/// only the public part leaves it.
/// </summary>
/// <param name="added">Variables that are set beside the environment of this process.</param>
public sealed class OperatorGpg(ImmutableSortedDictionary<string, string> added)
{
    private const string Terminal = "GPG_TTY";

    /// <summary>gpg as whoever started this process has it. Where the terminal is not named for pinentry, it is the one on stdin.</summary>
    /// <param name="standardInput">Where stdin is to be found.</param>
    public static OperatorGpg OfThisProcess(string standardInput = "/proc/self/fd/0")
    {
        // Processes of ours have no terminal on their stdin by which gpg would find it.
        var terminal = Environment.GetEnvironmentVariable(Terminal) is { Length: > 0 } ? null : new FileInfo(standardInput).LinkTarget;
        return new OperatorGpg(terminal is not null && (terminal.StartsWith("/dev/pts/", StringComparison.Ordinal) || terminal.StartsWith("/dev/tty", StringComparison.Ordinal))
            ? ImmutableSortedDictionary<string, string>.Empty.Add(Terminal, terminal)
            : ImmutableSortedDictionary<string, string>.Empty);
    }

    // By env, which adds to the environment: a command that carried all of it would show all of it in the log.
    internal Command Of(string program, params ImmutableArray<string> arguments) =>
        added.IsEmpty ? new Command(program, arguments) : new Command("env", [.. added.Select(pair => $"{pair.Key}={pair.Value}"), program, .. arguments]);

    /// <exception cref="PipelineException">The program is not on this machine (<see cref="ExitCode.MissingTool"/>).</exception>
    internal void Require(string program, string debianPackage, string fedoraPackage)
    {
        if (ProcessRunner.FindOnPath(program, added.GetValueOrDefault("PATH")) is null)
        {
            throw SigningFailure.Missing(program, debianPackage, fedoraPackage);
        }
    }

    /// <summary>The keys that gpg has the secret part of, or whose secret part it knows to be elsewhere.</summary>
    /// <param name="name">Which, by any name that gpg takes; null for all.</param>
    /// <param name="cancellationToken">Ends gpg.</param>
    internal Task<ImmutableArray<ListedKey>> SecretKeysAsync(string? name, CancellationToken cancellationToken) => ListAsync("--list-secret-keys", name, cancellationToken);

    /// <summary>The keys that gpg has the public part of.</summary>
    internal Task<ImmutableArray<ListedKey>> PublicKeysAsync(string name, CancellationToken cancellationToken) => ListAsync("--list-keys", name, cancellationToken);

    /// <summary>
    /// Writes a key's public part. Of an old key only the primary one goes along: rpm 4.4.2.3 reads a subkey's numbers over
    /// those of the primary key (pgpPrtPubkeyParams in rpmio/rpmpgp.c does not look at the packet's tag), and would then
    /// find each signature bad.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="armored">The file that receives it for people and for rpm --import.</param>
    /// <param name="keyring">The file that receives it for gpgv.</param>
    /// <param name="cancellationToken">Ends gpg.</param>
    internal async Task ExportAsync(SigningKey key, string armored, string keyring, CancellationToken cancellationToken)
    {
        var name = key.Kind == SigningKeyKind.Old ? key.ExactName : key.PrimaryFingerprint;
        foreach (var (file, form) in new[] { (armored, "--armor"), (keyring, "--no-armor") })
        {
            var command = Of("gpg", "--batch", "--yes", form, "--export-options", "export-minimal", "--output", file, "--export", "--", name);
            var outcome = await ProcessRunner.CaptureAsync(SigningFailure.Step, command, cancellationToken);
            if (!outcome.Succeeded || !File.Exists(file))
            {
                throw SigningFailure.Of($"gpg did not export the public key {key}: {LastLine(outcome)}", "see that gpg --export gives it", command, outcome.ExitCode);
            }
        }
    }

    private async Task<ImmutableArray<ListedKey>> ListAsync(string what, string? name, CancellationToken cancellationToken)
    {
        var command = Of("gpg", ["--batch", "--with-colons", "--fixed-list-mode", what, .. name is null ? ImmutableArray<string>.Empty : ["--", name]]);
        var outcome = await ProcessRunner.CaptureAsync(SigningFailure.Step, command, cancellationToken);

        // For a name that nobody has it ends with 2, as for anything else that went wrong; without a name that is a fault.
        return outcome.Succeeded || name is not null
            ? KeyListing.Read(outcome.StandardOutput)
            : throw SigningFailure.Of($"gpg cannot list its keys: {LastLine(outcome)}", "see that gpg --list-secret-keys works, and GNUPGHOME", command, outcome.ExitCode);
    }

    private static string LastLine(ProcessOutcome outcome) =>
        outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it does not say why");
}
