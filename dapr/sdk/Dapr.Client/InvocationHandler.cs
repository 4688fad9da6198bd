using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>Turns <c>http://{app-id}/{path}</c> into a service invocation through the sidecar.</summary>
public class InvocationHandler : DelegatingHandler
{
    private Uri _endpoint = new(DaprDefaults.GetDefaultHttpEndpoint(), UriKind.Absolute);

    /// <summary>The HTTP address of the sidecar. An address that is not http or https is refused with <see cref="ArgumentException"/>.</summary>
    public string DaprEndpoint
    {
        get => _endpoint.OriginalString;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var uri = new Uri(value, UriKind.Absolute);
            if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            {
                throw new ArgumentException("The URI scheme of the Dapr endpoint must be http or https.", nameof(value));
            }

            _endpoint = uri;
        }
    }

    /// <summary>An app-id whose letter case is kept; host names in URIs are lower case.</summary>
    public string? DefaultAppId { get; set; }

    internal string? DaprApiToken { get; set; } = DaprDefaults.GetDefaultDaprApiToken(null);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = request.RequestUri;
        if (!TryRewriteUri(original, out var rewritten))
        {
            throw new ArgumentException($"The request URI '{original}' is not a valid Dapr service invocation destination.", nameof(request));
        }

        try
        {
            if (!string.IsNullOrWhiteSpace(DaprApiToken))
            {
                request.Headers.TryAddWithoutValidation(WireNames.ApiTokenHeader, DaprApiToken);
            }

            request.RequestUri = rewritten;
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.RequestUri = original;
            request.Headers.Remove(WireNames.ApiTokenHeader);
        }
    }

    internal bool TryRewriteUri(Uri? uri, [NotNullWhen(true)] out Uri? rewritten)
    {
        if (uri is null || !uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            rewritten = null;
            return false;
        }

        var appId = DefaultAppId is not null && uri.Host.Equals(DefaultAppId, StringComparison.OrdinalIgnoreCase) ? DefaultAppId : uri.Host;
        rewritten = new UriBuilder(uri)
        {
            Scheme = _endpoint.Scheme,
            Host = _endpoint.Host,
            Port = _endpoint.Port,
            Path = $"/v1.0/invoke/{appId}/method{uri.AbsolutePath}",
        }.Uri;
        return true;
    }
}
