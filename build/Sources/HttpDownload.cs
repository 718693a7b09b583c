using System.Diagnostics;
using System.Net;
using Dom0Iptables.Reporting;

namespace Dom0Iptables.Sources;

/// <summary>Brings one address into a part file: with retries, resumption, and an eye on what it is that comes.</summary>
internal sealed class HttpDownload(HttpClient client, FetchSettings settings, IReporter reporter)
{
    private readonly WebRequest requests = new(client, settings);

    /// <summary>Downloads an address to its end.</summary>
    /// <param name="address">An http or https address.</param>
    /// <param name="partPath">The file that grows; what an earlier attempt left there is continued.</param>
    /// <param name="exactSize">The bytes that it must have; null where unknown.</param>
    /// <param name="limit">The bytes that it may have at most.</param>
    /// <param name="cancellationToken">Leaves the part where it is, for the next run.</param>
    /// <returns>Whether bytes of an earlier attempt or run are in the file.</returns>
    /// <exception cref="PlaceFailure">The address did not bring it.</exception>
    public async Task<bool> DownloadAsync(Uri address, string partPath, long? exactSize, long limit, CancellationToken cancellationToken)
    {
        var pause = settings.FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(address, partPath, exactSize, limit, cancellationToken);
            }
            catch (PlaceFailure failure) when (failure.MayRetry && attempt >= settings.Attempts)
            {
                throw new PlaceFailure($"{failure.Message} (tried {attempt} times)", failure);
            }
            catch (PlaceFailure failure) when (failure.MayRetry)
            {
                var asked = failure.RetryAfter ?? TimeSpan.Zero;
                var wait = Shorter(asked > pause ? asked : pause, settings.LongestPause);
                reporter.Line($"{SourceLocation.Show(address)}: {failure.Message}; attempt {attempt + 1} of {settings.Attempts} in {ByteText.Seconds(wait)}");
                await Task.Delay(wait, cancellationToken);
                pause = Shorter(pause * 2, settings.LongestPause);
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<bool> AttemptAsync(Uri address, string partPath, long? exactSize, long limit, CancellationToken cancellationToken)
    {
        using var part = PartFile.Open(partPath);
        if (part.Length > (exactSize ?? limit))
        {
            part.Restart(null, null);
        }

        if (part.Length > 0 && part.Length == exactSize)
        {
            return true;
        }

        // The stall's clock is wound anew by every sign of life; it never bounds the download as a whole.
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(settings.StallTimeout);
        try
        {
            var from = part.Length;
            using var response = await requests.SendAsync(address, from, part.Version, stall.Token);
            var resumed = Begin(response, part, exactSize);
            await ReceiveAsync(response, part, address, exactSize, limit, stall);
            return resumed;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw stall.IsCancellationRequested
                ? new PlaceFailure($"no bytes for {ByteText.Seconds(settings.StallTimeout)}", exception) { MayRetry = true }
                : new PlaceFailure($"no connection within {ByteText.Seconds(settings.ConnectTimeout)}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Broken(exception, part.Length);
        }
    }

    private static PlaceFailure Broken(Exception exception, long length)
    {
        var reason = exception is HttpRequestException { InnerException: { } inner } ? inner.Message : exception.Message;
        var error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException stream => stream.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => new PlaceFailure($"the server's name is not known here: {reason}", exception),
            HttpRequestError.SecureConnectionError => new PlaceFailure($"no secure connection: {reason}", exception),
            HttpRequestError.ProxyTunnelError => new PlaceFailure($"the proxy refuses: {reason}", exception),
            HttpRequestError.ConnectionError => new PlaceFailure($"no connection: {reason}", exception) { MayRetry = true },
            _ => new PlaceFailure($"the connection broke after {ByteText.Of(length)}: {reason}", exception) { MayRetry = true },
        };
    }

    /// <summary>Judges the answer's head and makes the part ready for what follows it.</summary>
    /// <returns>Whether what follows continues the part.</returns>
    private static bool Begin(HttpResponseMessage response, PartFile part, long? exactSize)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent:
                var range = response.Content.Headers.ContentRange;
                if (range?.From != part.Length || (exactSize is not null && range.HasLength && range.Length != exactSize))
                {
                    part.Restart(null, null);
                    throw new PlaceFailure("the file there is no longer the one that was begun") { MayRetry = true };
                }

                return true;

            case HttpStatusCode.OK:
                // The whole file: the server knows no ranges, or has another version now.
                var headers = response.Headers;
                var tag = headers.ETag is { IsWeak: false } strong ? strong.ToString() : null;
                part.Restart(tag, response.Content.Headers.TryGetValues("Last-Modified", out var dates) ? dates.First() : null);
                return false;

            case HttpStatusCode.RequestedRangeNotSatisfiable when part.Length > 0:
                part.Restart(null, null);
                throw new PlaceFailure("has no more bytes than were here already") { MayRetry = true };

            default:
                throw Refused(response);
        }
    }

    private static PlaceFailure Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return new PlaceFailure($"HTTP {status} {response.ReasonPhrase}".TrimEnd())
        {
            MayRetry = status is 408 or 425 or 429 or (>= 500 and not (501 or 505 or 511)),
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - DateTimeOffset.UtcNow,
                _ => null,
            },
        };
    }

    private async Task ReceiveAsync(
        HttpResponseMessage response,
        PartFile part,
        Uri address,
        long? exactSize,
        long limit,
        CancellationTokenSource stall)
    {
        var begin = part.Length;
        long? total = response.Content.Headers.ContentLength is { } length ? begin + length : null;
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        var buffer = new byte[1 << 16];
        var count = await ReadAsync(body, buffer, stall);
        if (begin == 0 && (WebPage.IsPageType(response.Content.Headers.ContentType?.MediaType) || WebPage.LooksLikeOne(buffer.AsSpan(0, count))))
        {
            count += await ReadTitleAsync(body, buffer.AsMemory(count), stall);
            throw new PlaceFailure(WebPage.Describe(buffer.AsSpan(0, count)));
        }

        if (exactSize is not null && total is not null && total != exactSize)
        {
            throw new PlaceFailure($"announces {total} bytes, the recipe says {exactSize}") { WrongBytes = true };
        }

        var name = SourceLocation.NameIn(address) ?? SourceLocation.Show(address);
        var watch = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        while (count > 0)
        {
            if (part.Length + count > (exactSize ?? limit))
            {
                part.Restart(null, null);
                throw exactSize is null
                    ? new PlaceFailure($"sends more than the {ByteText.Of(limit)} that are taken at most")
                    : new PlaceFailure($"sends more than the {exactSize} bytes that the recipe says") { WrongBytes = true };
            }

            await part.AppendAsync(buffer.AsMemory(0, count), stall.Token);
            if (watch.Elapsed - reported >= settings.ProgressInterval)
            {
                reported = watch.Elapsed;
                reporter.Progress(Progress(name, part.Length, exactSize ?? total, part.Length - begin, watch.Elapsed));
            }

            count = await ReadAsync(body, buffer, stall);
        }

        reporter.Progress(Progress(name, part.Length, exactSize ?? total, part.Length - begin, watch.Elapsed));
        if (part.Length < exactSize)
        {
            throw new PlaceFailure($"ends after {part.Length} of {exactSize} bytes") { MayRetry = true };
        }
    }

    private static string Progress(string name, long have, long? total, long come, TimeSpan elapsed)
    {
        var speed = ByteText.Of(come / Math.Max(elapsed.TotalSeconds, 0.001));
        return total is > 0
            ? $"{name}: {ByteText.Of(have)} of {ByteText.Of(total.Value)} ({100 * have / total.Value} %), {speed}/s"
            : $"{name}: {ByteText.Of(have)}, {speed}/s";
    }

    private async ValueTask<int> ReadTitleAsync(Stream body, Memory<byte> buffer, CancellationTokenSource stall)
    {
        var filled = 0;
        try
        {
            int count;
            while (filled < WebPage.SampleSize && (count = await ReadAsync(body, buffer[filled..], stall)) > 0)
            {
                filled += count;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A page that breaks off is a page all the same.
        }

        return filled;
    }

    private async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationTokenSource stall)
    {
        var count = await body.ReadAsync(buffer, stall.Token);
        stall.CancelAfter(settings.StallTimeout);
        return count;
    }
}
