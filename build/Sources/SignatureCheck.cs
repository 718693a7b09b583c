using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>Finds the signature that a plan names and has it verified.</summary>
internal sealed class SignatureCheck(SourceCache cache, HttpDownload download, FetchSettings settings, IReporter reporter)
{
    /// <summary>Verifies an archive whose checksums are right.</summary>
    /// <param name="plan">The signature and the keyring.</param>
    /// <param name="archive">The archive, admitted to the cache or not yet.</param>
    /// <param name="entry">The archive's place in the cache, beside which the signature is kept.</param>
    /// <param name="key">The name of that place.</param>
    /// <param name="request">The folders.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="PipelineException">No signature is to be had, or it is not a good one.</exception>
    public async Task<SignatureProof> VerifyAsync(
        SignaturePlan plan,
        string archive,
        string entry,
        string key,
        SourceRequest request,
        CancellationToken cancellationToken)
    {
        var kept = entry + ".signature";
        var (path, shown) = await FindAsync(plan, kept, key, request, cancellationToken);
        SignatureProof proof;
        try
        {
            proof = await SignatureVerifier.VerifyAsync(archive, path, shown, plan.Keyring, request.WorkFolder, cancellationToken);
        }
        catch (PipelineException exception) when (exception.Code == ExitCode.SourceMismatch && path == kept)
        {
            // Verified when it was put here: the keyring or the file has changed since, and the server may have the answer.
            reporter.Warning($"the signature in the cache is refused; removed, and asked for anew ({exception.Problem})");
            SourceCache.Remove(kept);
            return await VerifyAsync(plan, archive, entry, key, request, cancellationToken);
        }

        reporter.Line($"{shown}: a good signature of {proof.Fingerprint}");
        if (plan is { IsRecipes: true } && path == cache.PartFor(key, "signature"))
        {
            SourceCache.Admit(path, kept);
        }

        return proof;
    }

    private async Task<(string Path, string Shown)> FindAsync(
        SignaturePlan plan,
        string kept,
        string key,
        SourceRequest request,
        CancellationToken cancellationToken)
    {
        if (!plan.Location.IsAddress)
        {
            return (plan.Location.FilePath, plan.Location.Shown);
        }

        if (plan.IsRecipes)
        {
            var name = SourceLocation.NameIn(plan.Location.Address);
            var beside = name is null ? null : Path.Combine(request.SourcesFolder, name);
            if (File.Exists(beside))
            {
                return (beside, beside);
            }

            if (File.Exists(kept))
            {
                return (kept, "in the cache");
            }
        }

        var part = cache.PartFor(key, "signature");
        try
        {
            // Never resumed: it is smaller than the question would be.
            SourceCache.Remove(part);
            await download.DownloadAsync(plan.Location.Address, part, null, settings.MaximumSignatureSize, cancellationToken);
        }
        catch (PlaceFailure failure)
        {
            throw FetchFailure.Of(
                ExitCode.SourceUnavailable,
                $"the signature of {request.Recipe.FileName} is not to be had:{Environment.NewLine}    {plan.Location.Shown}: {failure.Message}",
                plan.IsRecipes
                    ? $"put the signature as {SourceLocation.NameIn(plan.Location.Address)} into {request.SourcesFolder}, or give --signature=PATH|URL"
                    : "give --signature the path or URL of the signature",
                failure);
        }

        return (part, plan.Location.Shown);
    }
}
