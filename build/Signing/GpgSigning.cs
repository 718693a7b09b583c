using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Signing;

/// <summary>Makes signatures with the operator's gpg, by itself and through rpmsign.</summary>
/// <param name="gpg">The operator's gpg.</param>
/// <param name="folder">The folder of what is signed.</param>
/// <param name="status">The file that receives gpg's status lines.</param>
/// <param name="log">The log that receives what the programs say.</param>
internal sealed class GpgSigning(OperatorGpg gpg, string folder, string status, string log)
{
    /// <summary>Writes an armoured detached signature beside a file.</summary>
    /// <exception cref="PipelineException">gpg does not sign (<see cref="ExitCode.Signing"/>).</exception>
    public Task DetachAsync(string file, SigningKey key, CancellationToken cancellationToken) =>
        RunAsync(
            gpg.Of(
                "gpg", "--batch", "--yes", "--no-textmode", "--armor", "--status-file", status, "--digest-algo", key.Digest,
                "--local-user", key.ExactName, "--output", file + ArtifactSigner.SignatureSuffix, "--detach-sign", "--", file),
            Path.GetFileName(file),
            key,
            cancellationToken);

    /// <summary>
    /// Has rpmsign sign a package in the folder. With an old key it signs header and payload beside the header (--rpmv3), as
    /// rpm 4.4 itself does: what that checks of the payload else, an MD5 digest, is covered by no signature.
    /// </summary>
    /// <param name="name">The package's file name; what rpmbuild lets a name hold needs no quoting.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <exception cref="PipelineException">rpmsign or gpg does not sign (<see cref="ExitCode.Signing"/>).</exception>
    public Task SignPackageAsync(string name, SigningKey key, CancellationToken cancellationToken)
    {
        // The whole command of gpg is given: rpm's own names a program that Debian has not (/usr/bin/gpg2), and the macros of
        // the operator's home may hold another key, home or passphrase file. rpm splits it at blanks, so its status file
        // is named without a path that could hold one. The first word is run, the second is what it is called.
        var sign = $"/usr/bin/env env gpg --batch --no-verbose --no-textmode --no-armor --status-file {Path.GetRelativePath(folder, status)} --digest-algo {key.Digest} --local-user {key.ExactName} --output %{{__signature_filename}} --detach-sign -- %{{__plaintext_filename}}";
        string[] kind = key.Kind == SigningKeyKind.Old ? ["--rpmv3"] : [];
        return RunAsync(
            gpg.Of("rpmsign", ["--addsign", .. kind, "--define", "_gpg_path %{nil}", "--define", $"_gpg_name {key.ExactName}", "--define", $"__gpg_sign_cmd {sign}", name]) with { WorkingDirectory = folder },
            name,
            key,
            cancellationToken);
    }

    private async Task RunAsync(Command command, string name, SigningKey key, CancellationToken cancellationToken)
    {
        File.Delete(status);
        string? lastWords = null;
        void Listen(string line) => lastWords = line.StartsWith("gpg: ", StringComparison.Ordinal) || line.StartsWith("error: ", StringComparison.Ordinal) ? line : lastWords;
        var outcome = await ProcessRunner.LogAsync(SigningFailure.Step, command, log, null, Listen, cancellationToken);
        if (outcome.Succeeded)
        {
            return;
        }

        if (StorageFault.Of(folder) is { } fault)
        {
            throw new PipelineException(ExitCode.Storage, SigningFailure.Step, fault, "make room, or make the place writable, and run the same command again", command.Shown, outcome.ExitCode, log);
        }

        var (problem, nextStep) = GpgFault.Read(status, lastWords);
        throw SigningFailure.Of($"{name} could not be signed with {key}: {problem}", nextStep, command, outcome.ExitCode, log);
    }
}
