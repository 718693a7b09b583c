using System.Diagnostics;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>
/// Finds a recipe's source archive: what the operator gives by hand, else the sources folder, the user's cache,
/// the recipe's mirrors, and apt's source mirror, in this order. Whichever way it comes in, it is verified.
/// </summary>
/// <remarks>
/// A file that the operator put somewhere by hand and that is wrong ends the run; a mirror that has it wrong is
/// reported and the next one asked. If no place has the right archive, the failure is a mismatch where at least
/// one gave another archive, and otherwise (not there, not reachable, a web page instead) an unavailable source.
/// </remarks>
public sealed class SourceFetcher : IDisposable
{
    private readonly IReporter reporter;
    private readonly FetchSettings settings;
    private readonly HttpClient client;
    private readonly HttpDownload download;

    /// <summary>Makes a fetcher.</summary>
    /// <param name="reporter">Told of each place that is asked, of progress and of surprises.</param>
    /// <param name="settings">How patient it is; null for the defaults.</param>
    /// <param name="transport">
    /// The way to the network; null for the usual one, which takes its proxies from the environment
    /// (http_proxy, https_proxy, all_proxy, no_proxy).
    /// </param>
    public SourceFetcher(IReporter reporter, FetchSettings? settings = null, SocketsHttpHandler? transport = null)
    {
        this.reporter = reporter;
        this.settings = settings ?? new FetchSettings();
        transport ??= new SocketsHttpHandler();
        transport.AllowAutoRedirect = false;
        transport.UseCookies = false;
        transport.ConnectTimeout = this.settings.ConnectTimeout;
        client = new HttpClient(transport) { Timeout = Timeout.InfiniteTimeSpan };
        download = new HttpDownload(client, this.settings, reporter);
    }

    /// <summary>Fetches and verifies the archive.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the fetch; what came so far is continued by the next one.</param>
    /// <exception cref="PipelineException">
    /// <see cref="ExitCode.Usage"/> or <see cref="ExitCode.Recipe"/>: what was asked for makes no sense;
    /// <see cref="ExitCode.SourceUnavailable"/>: no place has it;
    /// <see cref="ExitCode.SourceMismatch"/>: what was found is not what was asked for;
    /// <see cref="ExitCode.Storage"/>: the cache cannot be written;
    /// <see cref="ExitCode.MissingTool"/>: a signature is to be verified and gpgv is missing.
    /// </exception>
    public async Task<FetchedSource> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var recipe = request.Recipe;
        Validate(recipe);
        var expected = ExpectedArchive.OfRecipe(recipe);
        var givenSha256 = GivenChecksum(request);
        var given = request.Given is null ? null : SourceLocation.Parse("--source", request.Given);
        var signature = SignaturePlan.Of(request);
        var cache = new SourceCache(request.CacheFolder);
        var key = givenSha256 is null ? expected.CacheKey : ExpectedArchive.KeyOf(givenSha256);
        using var held = await cache.LockAsync(key, reporter, cancellationToken);

        var search = new SourceSearch(request, expected, cache, download, settings, reporter);
        var found = given is null
            ? await search.InPlacesAsync(cancellationToken)
            : await search.GivenAsync(given, givenSha256, cancellationToken);
        if (found.Checksum == ChecksumProof.OperatorSha256)
        {
            reporter.Warning($"{found.Origin} is not the archive of the recipe ({string.Join("; ", expected.DifferencesFrom(found.Facts))}); only --source-sha256 vouches for it");
        }

        var proof = new SourceProof(
            found.Checksum,
            recipe.Size is not null && found.Checksum != ChecksumProof.OperatorSha256,
            await VerifySignatureAsync(signature, found, cache, request, cancellationToken));
        if (found.Path != found.Entry)
        {
            SourceCache.Admit(found.Path, found.Entry);
        }

        cache.RemoveParts(key);
        var facts = found.Facts;
        return new FetchedSource(found.Entry, facts.Size, facts.Sha256, facts.Sha1, facts.Md5, found.Origin, proof)
        {
            Began = began,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
        };
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => client.Dispose();

    private static void Validate(SourceRecipe recipe)
    {
        if (recipe.FileName.Length == 0 || recipe.FileName is "." or ".." || recipe.FileName != Path.GetFileName(recipe.FileName))
        {
            throw FetchFailure.Recipe($"the recipe's archive name '{recipe.FileName}' is not a plain file name", "give the archive's name without any folder");
        }

        if (recipe.Mirrors.FirstOrDefault(mirror => !SourceLocation.IsWeb(mirror)) is { } odd)
        {
            throw FetchFailure.Recipe($"the recipe's mirror '{odd}' is not an http or https URL", "correct the address in the recipe");
        }
    }

    private static string? GivenChecksum(SourceRequest request)
    {
        if (request.GivenSha256 is null)
        {
            return null;
        }

        if (request.Given is null)
        {
            throw FetchFailure.Usage("--source-sha256 says what --source must be, but there is no --source", "add --source=PATH|URL, or leave --source-sha256 out");
        }

        return ExpectedArchive.IsHex(request.GivenSha256, 64)
            ? request.GivenSha256.ToLowerInvariant()
            : throw FetchFailure.Usage($"--source-sha256={request.GivenSha256} is not 64 hex digits", "give the archive's SHA-256 as sha256sum prints it");
    }

    private async Task<SignatureProof?> VerifySignatureAsync(
        SignaturePlan? plan,
        FoundArchive found,
        SourceCache cache,
        SourceRequest request,
        CancellationToken cancellationToken)
    {
        if (plan is null)
        {
            return null;
        }

        if (plan.IsRecipes && found.Checksum == ChecksumProof.OperatorSha256)
        {
            reporter.Line("the recipe's signature is not verified: it is of the recipe's own archive");
            return null;
        }

        var check = new SignatureCheck(cache, download, settings, reporter);
        return await check.VerifyAsync(plan, found.Path, found.Entry, Path.GetFileName(Path.GetDirectoryName(found.Entry)!), request, cancellationToken);
    }
}
