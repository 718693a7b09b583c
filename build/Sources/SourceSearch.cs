using Dom0Iptables.Failures;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>One search for one archive: asks the places in their order and keeps what each said.</summary>
internal sealed class SourceSearch(
    SourceRequest request,
    ExpectedArchive expected,
    SourceCache cache,
    HttpDownload download,
    FetchSettings settings,
    IReporter reporter)
{
    private readonly List<PlaceAnswer> answers = [];

    /// <summary>Takes the archive that the operator gives, from there and nowhere else.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="sha256">The operator's checksum for it, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<FoundArchive> GivenAsync(SourceLocation location, string? sha256, CancellationToken cancellationToken)
    {
        var key = sha256 is null ? expected.CacheKey : ExpectedArchive.KeyOf(sha256);
        string part;
        Verdict verdict;
        try
        {
            if (location.IsAddress)
            {
                part = cache.PartFor(key, PartFile.NameFor(location.Address));
                reporter.Line($"{location.Shown}: asking (--source)");

                // The recipe's size is not held against it here: the verdict then tells all checksums that were found.
                verdict = await DownloadAsync(location.Address, part, null, sha256, cancellationToken);
            }
            else
            {
                part = cache.PartFor(key, "copy");
                await SourceCache.CopyAsync(location.FilePath, part, settings.MaximumSize, cancellationToken);
                verdict = await Verdict.OfAsync(part, expected, sha256, cancellationToken);
            }
        }
        catch (PlaceFailure failure)
        {
            throw FetchFailure.Of(
                ExitCode.SourceUnavailable,
                $"--source={location.Shown} brings no archive: {failure.Message}",
                "give --source the path or URL of the archive, or leave it out to have the usual places asked",
                failure);
        }

        if (verdict.Checksum is not { } checksum)
        {
            SourceCache.Remove(part);
            throw FetchFailure.Mismatch(
                $"--source={location.Shown} is refused: {verdict.Reason}",
                sha256 is null
                    ? $"give the archive that the recipe means; or, if this one is really wanted, add --source-sha256={verdict.Facts.Sha256} once you trust it"
                    : "find out why the archive is another one than you expect, or correct --source-sha256");
        }

        reporter.Line($"{location.Shown}: {ByteText.Of(verdict.Facts.Size)}, verified");
        var own = location.IsAddress ? SourceLocation.NameIn(location.Address) : Path.GetFileName(location.FilePath);
        var entry = checksum == ChecksumProof.OperatorSha256
            ? cache.EntryFor(key, own ?? request.Recipe.FileName)
            : RecipesEntry;
        return new FoundArchive(part, entry, verdict.Facts, checksum, location.Shown);
    }

    /// <summary>Asks the usual places, in their order.</summary>
    public async Task<FoundArchive> InPlacesAsync(CancellationToken cancellationToken) =>
        await InSourcesFolderAsync(cancellationToken)
        ?? await InCacheAsync(cancellationToken)
        ?? await OnMirrorsAsync(cancellationToken)
        ?? await OnAptMirrorAsync(cancellationToken)
        ?? throw Nowhere();

    private string RecipesEntry => cache.EntryFor(expected.CacheKey, request.Recipe.FileName);

    private async Task<FoundArchive?> InSourcesFolderAsync(CancellationToken cancellationToken)
    {
        // Whoever took the file out of Debian's package by hand has it under Debian's name.
        var names = new[] { request.Recipe.FileName, request.Recipe.DebianSource?.FileName };
        var path = names.OfType<string>().Select(name => Path.Combine(request.SourcesFolder, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Note($"{request.SourcesFolder}", $"no {request.Recipe.FileName} there");
            return null;
        }

        var part = cache.PartFor(expected.CacheKey, "copy");
        try
        {
            await SourceCache.CopyAsync(path, part, settings.MaximumSize, cancellationToken);
        }
        catch (PlaceFailure failure)
        {
            throw FetchFailure.Of(ExitCode.SourceUnavailable, $"'{path}' {failure.Message}", "make the file readable, or remove it to have the other places asked", failure);
        }

        var verdict = await Verdict.OfAsync(part, expected, null, cancellationToken);
        if (verdict.Checksum is not { } checksum)
        {
            SourceCache.Remove(part);

            // Somebody put it there on purpose and expects it to be used: going on without a word would build something else.
            throw FetchFailure.Mismatch(
                $"'{path}' is not the recipe's archive: {verdict.Reason}",
                $"replace the file with the right one or remove it; to build from this one after all, use --source={path} --source-sha256={verdict.Facts.Sha256}");
        }

        reporter.Line($"{path}: {ByteText.Of(verdict.Facts.Size)}, verified");
        return new FoundArchive(part, RecipesEntry, verdict.Facts, checksum, path);
    }

    private async Task<FoundArchive?> InCacheAsync(CancellationToken cancellationToken)
    {
        const string Place = "the cache";
        var entry = RecipesEntry;
        if (!File.Exists(entry))
        {
            Note(Place, "not there");
            return null;
        }

        Verdict verdict;
        try
        {
            verdict = await Verdict.OfAsync(entry, expected, null, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Note(Place, $"'{entry}' cannot be read: {exception.Message}");
            return null;
        }

        if (verdict.Checksum is { } checksum)
        {
            reporter.Line($"{Place}: {entry}, verified");
            return new FoundArchive(entry, entry, verdict.Facts, checksum, $"{Place} ({entry})");
        }

        SourceCache.Remove(entry);
        reporter.Warning($"{Place}: {entry} was damaged ({verdict.Reason}); removed, and fetched anew");
        answers.Add(new PlaceAnswer(Place, "was damaged; removed", WrongBytes: false));
        return null;
    }

    private async Task<FoundArchive?> OnMirrorsAsync(CancellationToken cancellationToken)
    {
        foreach (var mirror in request.Recipe.Mirrors)
        {
            var place = SourceLocation.Show(mirror);
            var part = cache.PartFor(expected.CacheKey, PartFile.NameFor(mirror));
            try
            {
                reporter.Line($"{place}: asking");
                var verdict = await DownloadAsync(mirror, part, expected.Size, null, cancellationToken);
                if (verdict.Checksum is { } checksum)
                {
                    reporter.Line($"{place}: {ByteText.Of(verdict.Facts.Size)}, verified");
                    return new FoundArchive(part, RecipesEntry, verdict.Facts, checksum, place);
                }

                SourceCache.Remove(part);
                Note(place, $"sends another archive: {verdict.Reason}", wrongBytes: true);
            }
            catch (PlaceFailure failure)
            {
                Note(place, failure.Message, failure.WrongBytes);
            }
        }

        return null;
    }

    private async Task<FoundArchive?> OnAptMirrorAsync(CancellationToken cancellationToken)
    {
        if (request.Recipe.DebianSource is not { } source)
        {
            return null;
        }

        const string Place = DebianSourceMirror.Place;
        try
        {
            var mirror = new DebianSourceMirror(reporter, settings.AptFolder);
            var (path, version) = await mirror.DownloadAsync(source, expected.Sha256, request.WorkFolder, cancellationToken);
            var part = cache.PartFor(expected.CacheKey, "copy");
            await SourceCache.CopyAsync(path, part, settings.MaximumSize, cancellationToken);
            var verdict = await Verdict.OfAsync(part, expected, null, cancellationToken);
            if (verdict.Checksum is { } checksum)
            {
                DebianSourceMirror.CleanUp(request.WorkFolder);
                var origin = $"{Place} ({source.Package} {version})";
                reporter.Line($"{origin}: {ByteText.Of(verdict.Facts.Size)}, verified");
                return new FoundArchive(part, RecipesEntry, verdict.Facts, checksum, origin);
            }

            SourceCache.Remove(part);
            Note(Place, $"{source.FileName} of {source.Package} {version} is another archive: {verdict.Reason}", wrongBytes: true);
        }
        catch (PlaceFailure failure)
        {
            Note(Place, failure.Message, failure.WrongBytes);
        }

        return null;
    }

    private async Task<Verdict> DownloadAsync(Uri address, string part, long? exactSize, string? sha256, CancellationToken cancellationToken)
    {
        var resumed = await download.DownloadAsync(address, part, exactSize, settings.MaximumSize, cancellationToken);
        var verdict = await Verdict.OfAsync(part, expected, sha256, cancellationToken);
        if (verdict.Checksum is not null || !resumed)
        {
            return verdict;
        }

        // Two halves of two versions, perhaps, or a part that a crash damaged: the server deserves a trial with its own bytes alone.
        reporter.Line($"{SourceLocation.Show(address)}: what was continued is wrong; once more from the start");
        SourceCache.Remove(part);
        await download.DownloadAsync(address, part, exactSize, settings.MaximumSize, cancellationToken);
        return await Verdict.OfAsync(part, expected, sha256, cancellationToken);
    }

    private void Note(string place, string said, bool wrongBytes = false)
    {
        answers.Add(new PlaceAnswer(place, said, wrongBytes));
        if (wrongBytes)
        {
            reporter.Warning($"{place}: {said}");
        }
        else
        {
            reporter.Line($"{place}: {said}");
        }
    }

    private PipelineException Nowhere()
    {
        var asked = string.Concat(answers.Select(answer => $"{Environment.NewLine}    {answer.Place}: {answer.Said}"));
        var next = $"put the archive as {request.Recipe.FileName} into {request.SourcesFolder}, or give --source=PATH|URL";
        var fallback = request.FallbackAdvice is null ? "" : $", or {request.FallbackAdvice}";
        return answers.Any(answer => answer.WrongBytes)
            ? FetchFailure.Mismatch($"no place has the recipe's {request.Recipe.FileName}, and some have another archive of that name:{asked}", next + fallback)
            : FetchFailure.Of(ExitCode.SourceUnavailable, $"no place has {request.Recipe.FileName}:{asked}", next + fallback);
    }
}
