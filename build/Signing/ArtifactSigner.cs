using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Signing;

/// <summary>
/// Signs a folder of artifacts: first the packages, then, once their checksums were taken, SHA256SUMS. All is made and verified
/// in a scratch folder; what fails leaves the artifacts as they were.
/// </summary>
/// <param name="keys">The keys.</param>
/// <param name="platform">What the packages must run on.</param>
/// <param name="gpg">The operator's gpg.</param>
/// <param name="scratch">A folder for its own files; what was in it is gone afterwards.</param>
/// <param name="log">The log that receives what gpg and rpmsign say.</param>
/// <param name="reporter">Told what was signed, and what not.</param>
public sealed class ArtifactSigner(SigningKeys keys, Platform platform, OperatorGpg gpg, string scratch, string log, IReporter reporter)
{
    /// <summary>The name of the checksums' file.</summary>
    public const string SumsName = HandoverFile.Sums;

    /// <summary>The public key that the detached signatures are verified with.</summary>
    public const string PublicKeyName = "signing-key.asc";

    /// <summary>The public key that rpm --import takes, where the packages are signed.</summary>
    public const string PackageKeyName = "RPM-GPG-KEY.asc";

    /// <summary>What a detached signature's name ends with, after the name of what was signed.</summary>
    public const string SignatureSuffix = ".asc";

    /// <summary>The step's name, for its log.</summary>
    public const string Step = SigningFailure.Step;

    /// <summary>The fingerprints of the keys that sign.</summary>
    public string Keys => string.Join(' ', new[] { keys.Modern, keys.ForPackages }.OfType<SigningKey>().Select(key => key.Fingerprint).Distinct(StringComparer.Ordinal));

    private string Out => Path.Combine(scratch, "out");

    /// <summary>
    /// Has each key sign a trifle, so that the passphrase is asked for while the operator still sits there, and a key that
    /// cannot be unlocked fails before anything was built.
    /// </summary>
    /// <param name="cancellationToken">Ends gpg.</param>
    /// <exception cref="PipelineException">A key does not sign (<see cref="ExitCode.Signing"/>), or a program is missing (<see cref="ExitCode.MissingTool"/>).</exception>
    public Task TryKeysAsync(CancellationToken cancellationToken) => InScratchAsync(async () =>
    {
        var trifle = Path.Combine(Out, "trial");
        await File.WriteAllTextAsync(trifle, "trial\n", cancellationToken);
        foreach (var key in new[] { keys.Modern, keys.ForPackages }.OfType<SigningKey>().Distinct())
        {
            await Signing().DetachAsync(trifle, key, cancellationToken);
        }
    });

    /// <summary>
    /// Signs the packages of a folder: those of an old rpm by the old key, others by the modern one, and each one detached by
    /// the modern key. The public keys are laid beside them.
    /// </summary>
    /// <param name="folder">The folder, which nobody else works in.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <exception cref="PipelineException">
    /// It failed or does not verify (<see cref="ExitCode.Signing"/>), a program is missing (<see cref="ExitCode.MissingTool"/>), or the disk refuses (<see cref="ExitCode.Storage"/>).
    /// </exception>
    public async Task<SignedPackages> SignPackagesAsync(string folder, CancellationToken cancellationToken)
    {
        var packages = Directory.EnumerateFiles(folder, "*.rpm").Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path)!).ToImmutableArray();
        if (packages.IsEmpty)
        {
            throw SigningFailure.Of($"there is no package in {folder}", "build them first: ./build.sh");
        }

        var signed = await InScratchAsync(() => SignPackagesAsync(folder, packages, cancellationToken));
        Tell(packages.Length);
        return signed;
    }

    /// <summary>Signs SHA256SUMS of a folder, which must be that of the files as they are there now.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The name of the signature's file in the folder.</returns>
    /// <exception cref="PipelineException">As <see cref="SignPackagesAsync(string, CancellationToken)"/>; or the checksums are not those of the files.</exception>
    public Task<string> SignSumsAsync(string folder, CancellationToken cancellationToken) => InScratchAsync(async () =>
    {
        ChecksumFile.RefuseStale(Path.Combine(folder, SumsName));
        await SignAsync(folder, SumsName, await PublicKeyAsync(keys.Modern, PublicKeyName, cancellationToken), cancellationToken);
        reporter.Line($"{SumsName} is signed by {keys.Modern}");
        return SumsName + SignatureSuffix;
    });

    /// <summary>Signs files by the modern key, each detached and beside it, and lays the public key down.</summary>
    /// <param name="files">Their full paths.</param>
    /// <param name="keyFolder">The folder that receives the public key.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <exception cref="PipelineException">As <see cref="SignPackagesAsync(string, CancellationToken)"/>.</exception>
    public Task SignFilesAsync(ImmutableArray<string> files, string keyFolder, CancellationToken cancellationToken) => InScratchAsync(async () =>
    {
        var publicKey = await PublicKeyAsync(keys.Modern, PublicKeyName, cancellationToken);
        foreach (var file in files)
        {
            await SignAsync(Path.GetDirectoryName(file)!, Path.GetFileName(file), publicKey, cancellationToken);
        }

        MoveIn(keyFolder, PublicKeyName);
    });

    private async Task SignAsync(string folder, string name, PublicKey publicKey, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(Out, name);
        File.Copy(Path.Combine(folder, name), copy, overwrite: true);
        await Signing().DetachAsync(copy, keys.Modern, cancellationToken);
        await Verification().DetachedAsync(Path.Combine(folder, name), copy + SignatureSuffix, publicKey, cancellationToken);
        MoveIn(folder, name + SignatureSuffix);
    }

    private async Task<SignedPackages> SignPackagesAsync(string folder, ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        var modern = await PublicKeyAsync(keys.Modern, PublicKeyName, cancellationToken);
        var forPackages = keys.ForPackages is null ? null : await PublicKeyAsync(keys.ForPackages, PackageKeyName, cancellationToken);
        var digests = packages.ToImmutableSortedDictionary(name => name, name => UnsignedPart.Sha256(Path.Combine(folder, name)), StringComparer.Ordinal);
        var signing = Signing();
        foreach (var name in packages)
        {
            File.Copy(Path.Combine(folder, name), Path.Combine(Out, name));
            if (keys.ForPackages is { } key)
            {
                await signing.SignPackageAsync(name, key, cancellationToken);
            }

            await signing.DetachAsync(Path.Combine(Out, name), keys.Modern, cancellationToken);
        }

        var verification = Verification();
        var made = packages.Select(name => Path.Combine(Out, name)).ToImmutableArray();
        if (made.FirstOrDefault(package => UnsignedPart.Sha256(package) != digests[Path.GetFileName(package)]) is { } changed)
        {
            throw SigningFailure.Unverified($"signing changed more of {Path.GetFileName(changed)} than its signature header");
        }

        if (forPackages is not null)
        {
            await verification.PackagesAsync(made, forPackages, cancellationToken);
        }

        await verification.HeldAgainstAsync(platform, made, cancellationToken);
        foreach (var package in made)
        {
            await verification.DetachedAsync(package, package + SignatureSuffix, modern, cancellationToken);
        }

        var added = packages.Select(name => name + SignatureSuffix).Append(PublicKeyName).Concat(forPackages is null ? [] : [PackageKeyName]).Order(StringComparer.Ordinal).ToImmutableArray();
        MoveIn(folder, [.. packages, .. added]);
        return new SignedPackages(keys.Modern, keys.ForPackages, digests, added);
    }

    private async Task<PublicKey> PublicKeyAsync(SigningKey key, string name, CancellationToken cancellationToken)
    {
        var publicKey = new PublicKey(key, Path.Combine(Out, name), Path.Combine(scratch, Path.ChangeExtension(name, ".gpg")));
        await gpg.ExportAsync(key, publicKey.Armored, publicKey.Keyring, cancellationToken);
        return publicKey;
    }

    private GpgSigning Signing() => new(gpg, Out, Path.Combine(scratch, "status"), log);

    private SignatureVerification Verification() => new(Directory.CreateDirectory(Path.Combine(scratch, "verification")).FullName);

    private void MoveIn(string folder, params ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            File.Move(Path.Combine(Out, name), Path.Combine(folder, name), overwrite: true);
        }
    }

    private void Tell(int count)
    {
        reporter.Line($"{count} packages have a detached signature by {keys.Modern}");
        var rpm = platform.Limits.Rpm is { } path ? Path.GetFileNameWithoutExtension(path) : "rpm";
        if (keys.ForPackages is { } key)
        {
            reporter.Line($"{count} packages are signed for {rpm} by {key}");
        }
        else if (platform.Limits.Rpm is null)
        {
            reporter.Warning($"the packages themselves are not signed: rpm takes no signatures of {keys.Modern.RpmKind}; what proves them lies beside them");
        }
        else
        {
            reporter.Line($"the packages themselves are not signed: {rpm} takes no signatures of {keys.Modern.RpmKind}, and no key of DSA 1024 was named");
        }

        if (keys.Old is { } old && old != keys.ForPackages)
        {
            reporter.Warning($"{old} was not used: {platform.Id} has no old rpm");
        }
    }

    private async Task InScratchAsync(Func<Task> work) =>
        await InScratchAsync(async () =>
        {
            await work();
            return true;
        });

    private async Task<T> InScratchAsync<T>(Func<Task<T>> work)
    {
        gpg.Require("gpgv", "gpgv", "gnupg2");
        gpg.Require("rpm", "rpm", "rpm");
        if (keys.ForPackages is not null)
        {
            gpg.Require("rpmsign", "rpm", "rpm-sign");
        }

        try
        {
            TreeCopy.Remove(scratch);
            Directory.CreateDirectory(Out);
            try
            {
                return await work();
            }
            finally
            {
                TreeCopy.Remove(scratch);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(ExitCode.Storage, SigningFailure.Step, exception.Message, "make room, or make the place writable, and run the same command again", innerException: exception);
        }
    }
}
