using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Dom0Iptables.Sources;

/// <summary>Asks for an address, or for the rest of it, and follows where the server sends us.</summary>
internal sealed class WebRequest(HttpClient client, FetchSettings settings)
{
    /// <summary>Sends the request and returns when the answer's head has come.</summary>
    /// <param name="address">The address.</param>
    /// <param name="from">The first byte that is wanted; 0 for the whole.</param>
    /// <param name="version">The version those earlier bytes were of (an ETag or a date), or null.</param>
    /// <param name="cancellationToken">Also ends the wait for a silent server.</param>
    /// <exception cref="PlaceFailure">It leads where we do not go.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri address, long from, string? version, CancellationToken cancellationToken)
    {
        var target = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);

            // The archive's own bytes are wanted, not bytes packed once more for the way.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("dom0-iptables", null));
            if (address.UserInfo.Length > 0 && IsSameServer(address, target))
            {
                var words = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo)));
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", words);
            }

            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                if (version is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Range", version);
                }
            }

            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                target = Next(target, response.Headers.Location);
                if (redirects >= settings.MaximumRedirects)
                {
                    throw new PlaceFailure($"sends us on and on (more than {settings.MaximumRedirects} redirections)");
                }
            }
        }
    }

    private static Uri Next(Uri current, Uri? location)
    {
        if (location is null)
        {
            throw new PlaceFailure("sends us on, but does not say where (a redirection without Location)");
        }

        var next = new Uri(current, location);
        if (!SourceLocation.IsWeb(next))
        {
            throw new PlaceFailure($"sends us to {next.Scheme}:, which is not followed");
        }

        // Whoever asked by https was promised a server that is who it says it is.
        return current.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? throw new PlaceFailure($"sends us from https to {SourceLocation.Show(next)}, which is not followed")
            : next;
    }

    private static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);
}
